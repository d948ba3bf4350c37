import type { Browser, Page } from "@playwright/test";
import { change } from "./change-pack.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

// How a release comes into force: reviewed by a second person, compared, rolled back; and how a city takes over what its
// province published, when both changed the same.
test.describe.configure({ mode: "serial", timeout: 180_000 });
test.use({ preferences: { locale: "en", colorScheme: "light" } });

async function open(browser: Browser, slug: string, login: string, area: string): Promise<Page> {
  const context = await browser.newContext({ locale: "en" });
  const page = await context.newPage();
  await signIn(page, slug, login, area);
  await page.locator("html[data-awake]").waitFor({ state: "attached" });
  return page;
}

const press = async (page: Page, name: RegExp | string, confirm: RegExp | string): Promise<void> => {
  await page.getByRole("button", { name }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: confirm }).click();
};

test("what concerns money is published after a second person approved it, and rolled back", async ({
  page,
  expectAccessible,
}) => {
  const out = await change(
    "linzhou-gas",
    "tariff/residential-boiler.yaml",
    (text) => text.replace(/^label: .*$/m, "label: { zh-CN: 壁挂炉用气（试）, en: Boiler gas (trial) }"),
    "--tenant",
    "linzhou-gas",
    "--propose",
    "--note",
    "a clearer name",
  );
  const { proposalId } = JSON.parse(out) as { proposalId: string };
  await signIn(page, "linzhou-gas", "admin@linzhou-gas", "console/releases");
  await page.getByRole("link", { name: "a clearer name" }).click();
  await expect(page).toHaveURL(new RegExp(proposalId));
  await expect(page.getByRole("status")).toContainText("a second person must approve");
  await expect(page.getByRole("heading", { name: /Boiler gas \(trial\)/ })).toBeVisible();
  await expect(page.getByText(/agreements? in force (is|are) billed by this tariff/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Publish" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByLabel("Note").fill("checked against the notice");
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByRole("status")).toContainText("can be published");
  await press(page, "Publish", "Publish");
  await expect(page).toHaveURL(/console\/releases\/\d+$/);
  await expect(page.getByText("In force", { exact: true })).toBeVisible();
  await expect(page.getByText("Signature valid")).toBeVisible();
  await expect(page.getByText("周启明").first()).toBeVisible();
  await expectAccessible(page);

  const number = Number(new URL(page.url()).pathname.split("/").at(-1));
  await page.goto(page.url().replace(/\d+$/, String(number - 1)));
  await press(page, "Roll back to this release", "Roll back to this release");
  await expect(page.getByText("In force", { exact: true })).toBeVisible();
  await page.goto(page.url().replace(/\d+$/, String(number)));
  await expect(page.getByRole("button", { name: "Roll back to this release" })).toBeVisible();
});

test("a province locks a field, the city's upgrade meets a conflict and settles it", async ({
  browser,
  page,
  expectAccessible,
  expectedErrors,
}) => {
  // An upgrade with an open conflict is refused.
  expectedErrors.push(/409/);
  await change(
    "qingjiang",
    "lock/tariff-prices.yaml",
    (text) => text.replace("/charges,", "/charges, /label,"),
    "--note",
    "names are the province's",
  );
  const province = await open(browser, "qingjiang", "viewer@qingjiang", "console/upgrades");
  const row = province.getByRole("row", { name: /临州|Linzhou/ });
  await expect(row).toContainText("/label/zh-CN");
  await expect(row).toContainText(/落后|behind/);

  await signIn(page, "linzhou", "admin@linzhou", "console/upgrades");
  await expect(page.getByRole("heading", { name: "1 conflict" })).toBeVisible();
  await expect(page.getByText("locked above")).toBeVisible();
  await expect(page.getByText("临州居民峰谷电价（年阶梯）").first()).toBeVisible();
  await expectAccessible(page);
  const take = page.getByRole("button", { name: /Upgrade to upper release/ });
  await take.click();
  await expect(page.getByRole("alert")).toContainText("not settled yet");
  await page.getByRole("radio", { name: "the upper tier's" }).check();
  await take.click();
  // The override is one of money: it waits for a colleague.
  await expect(page).toHaveURL(/console\/releases\/proposals\//);
  await expect(page.getByRole("status")).toContainText("a colleague must approve");
});
