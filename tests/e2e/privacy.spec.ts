import { readFile } from "node:fs/promises";
import { expect, expectNoSideScroll, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

// Personal data: a customer says what they agree to, takes their data, asks for erasure; an administrator sees stars, opens
// the data for a reason, answers the request; the customer sees both.
test.use({ preferences: { locale: "en", colorScheme: "light" } });

test("a customer and an administrator look after personal data", async ({
  page,
  browser,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, "alder-bay", "5415550100", "portal/privacy");
  await expectAccessible(page);
  await expectNoSideScroll(page);
  const surveys = page.getByRole("button", { name: "Agree: Surveys" });
  if (await surveys.isVisible()) await surveys.click();
  await expect(page.getByRole("button", { name: "Take back: Surveys" })).toBeVisible();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "JSON file" }).click(),
  ]);
  const file = JSON.parse(await readFile(await download.path(), "utf8"));
  const name = file.parts.find(({ table }: { table: string }) => table === "customer").rows[0].name as string;
  expect(name).not.toContain("*");

  const withdraw = page.getByRole("button", { name: "Take the request back" });
  if (await withdraw.isVisible()) await withdraw.click();
  await page.getByLabel("Reason (if you wish)").fill("I move away");
  await page.getByRole("button", { name: "Ask for erasure" }).click();
  await expect(withdraw).toBeVisible();

  const office = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const desk = await office.newPage();
  await signIn(desk, "alder-bay", "admin@alder-bay", "console/privacy");
  await desk.getByRole("link", { name: file.customerNumber }).first().click();
  await expect(desk.getByRole("heading", { level: 1 })).toContainText("**");
  await expect(desk.getByText(name)).toHaveCount(0);
  await expect(desk.getByRole("button", { name: /提出删除|Propose the erasure/ })).toBeDisabled();
  await expectAccessible(desk);
  await desk.locator("input[name=note]").fill("Your agreement still runs.");
  await desk.locator("button[value=refuse]").click();
  await expect(desk.getByText("Your agreement still runs.")).toBeVisible();

  await desk.goto(desk.url().replace("console/privacy/people", "workspace/customers"));
  await desk.locator("[aria-haspopup=dialog]").last().click();
  await desk.locator("textarea[name=reason]").fill("call 4711");
  await desk.locator("[role=dialog] button[type=submit]").click();
  await expect(desk.getByRole("status").getByText(name)).toBeVisible();
  await desk.goto("/t/alder-bay/console/privacy/access");
  await expect(desk.getByRole("row", { name: /call 4711/ }).first()).toBeVisible();
  await office.close();

  await page.reload();
  await expect(page.getByText("Your agreement still runs.")).toBeVisible();
  await expect(page.getByText(/call 4711/).first()).toBeVisible();
});
