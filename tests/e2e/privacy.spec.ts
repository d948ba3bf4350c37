import { readFile } from "node:fs/promises";
import { expect, expectNoSideScroll, test } from "./fixtures.ts";
import { runHere } from "./manifold.ts";
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

test("a customer whose agreement is over is erased by two people, and is nobody here any more", async ({
  page,
  browser,
  expectedErrors,
}) => {
  const login = `5419${String(Date.now()).slice(-6)}`;
  const added = await runHere("add-customer.ts", "alder-bay", login, "manifold-demo");
  expect(added.err).toBe("");
  const { name, number } = JSON.parse(added.out) as { name: string; number: string };
  await signIn(page, "alder-bay", login, "portal/privacy");
  await page.getByRole("button", { name: "Ask for erasure" }).click();
  await expect(page.getByRole("button", { name: "Take the request back" })).toBeVisible();

  const baseURL = new URL(page.url()).origin;
  const deskOf = async (who: string) => {
    const context = await browser.newContext({ baseURL, locale: "en" });
    const desk = await context.newPage();
    await signIn(desk, "alder-bay", who, "console/privacy");
    await desk.getByRole("link", { name: number }).first().click();
    await expect(desk.getByRole("heading", { level: 1 })).toContainText("**");
    return desk;
  };
  const first = await deskOf("admin@alder-bay");
  await first.locator("button[value=propose]").click();
  // Who proposed it cannot approve it.
  await expect(first.locator("button[value=approve]")).toBeDisabled();
  const second = await deskOf("deputy@alder-bay");
  await second.locator("button[value=approve]").click();
  await expect(second.getByText("Erased", { exact: true }).first()).toBeVisible({ timeout: 20_000 });
  await second.reload();
  await expect(second.locator("button[value=propose]")).toHaveCount(0);
  await expect(second.locator("body")).not.toContainText(name);
  await Promise.all([first, second].map((desk) => desk.context().close()));

  // The session is over, and the login is nobody's.
  await page.reload();
  await expect(page).toHaveURL(/auth\/sign-in/);
  expectedErrors.push(/4\d\d/);
  await page.locator("input[autocomplete=username]").fill(login);
  await page.locator("input[type=password]").fill("manifold-demo");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page).toHaveURL(/auth\/sign-in/);
});
