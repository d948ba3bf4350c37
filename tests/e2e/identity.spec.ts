import { expect, expectNoSideScroll, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

// Who may do what, as the administrator of the demo's city sees it.
const CITY = "/t/linzhou";

test.use({ preferences: { locale: "en", colorScheme: "light" } });

test("a wrong password is told with the tries that are left, a right one leads to where the person was going", async ({
  page,
  expectedErrors,
  expectAccessible,
}) => {
  expectedErrors.push(/status of 422/);
  await page.goto(`${CITY}/console/audit`);
  await expect(page).toHaveURL(/auth\/sign-in/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Staff");
  await expectAccessible(page);
  await page.getByLabel("Login").fill("auditor@linzhou");
  await page.getByLabel("Password", { exact: true }).fill("not this one");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("4 more tries");
  // The answer is there before the form takes another one.
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeEnabled();
  await page.getByLabel("Password", { exact: true }).fill("manifold-demo");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${CITY}/console/audit$`));
  await expect(page.getByRole("row", { name: /Session · signed in/ }).first()).toBeVisible();
});

test("signing out ends the session: going back shows nothing", async ({ page }) => {
  await signIn(page, "linzhou", "auditor@linzhou", "console");
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/auth\/sign-in\?as=staff/);
  await page.goto(`${CITY}/console`);
  await expect(page).toHaveURL(/auth\/sign-in/);
});

test("a role given and taken again stands in the trail, field by field", async ({
  page,
  expectAccessible,
}) => {
  await signIn(page, "linzhou", "admin@linzhou", "console/members");
  await expectAccessible(page);
  await page.getByRole("searchbox", { name: "Name or login" }).fill("field@");
  await expect(page).toHaveURL(/search=field/);
  await page
    .getByRole("row", { name: /field@linzhou/ })
    .getByRole("link")
    .click();
  await expect(page).toHaveURL(/console\/members\/.+/);
  const auditor = page.getByRole("checkbox", { name: "Auditor" });
  await auditor.check();
  await page.getByRole("button", { name: "Save the roles" }).click();
  await expect(page.getByText("The roles are saved")).toBeVisible();
  await page.reload();
  await expect(auditor).toBeChecked();
  await auditor.uncheck();
  await page.getByRole("button", { name: "Save the roles" }).click();
  await expect(page.getByText("The roles are saved")).toBeVisible();

  await page.getByRole("link", { name: "Audit trail" }).click();
  const entry = page.getByRole("row", { name: /Member · roles set/ }).first();
  await entry.locator("summary").click();
  await expect(entry.getByRole("row", { name: /roles/ }).last()).toContainText("auditor");
  await expectAccessible(page);
});

test("an API key is shown once, opens what it was given, and nothing once it is revoked", async ({
  page,
  request,
  expectAccessible,
}) => {
  const name = `probe ${Date.now()}`;
  await signIn(page, "linzhou", "admin@linzhou", "console/api-keys");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("checkbox", { name: "See reads" }).check();
  await page.getByRole("button", { name: "Create the key" }).click();
  await expect(page.getByText("Copy it now.")).toBeVisible();
  const key = await page.locator("pre").innerText();
  expect(key).toMatch(/^manifold_[\w-]{43}$/);
  await expectAccessible(page);

  const call = (procedure: string) =>
    request.get(`${CITY}/api/trpc/${procedure}?input=%7B%7D`, {
      headers: { authorization: `Bearer ${key}` },
    });
  expect((await call("read.listPoints")).status()).toBe(200);
  expect((await call("customer.list")).status()).toBe(403);

  await page.reload();
  await expect(page.locator("pre")).toHaveCount(0);
  const row = page.getByRole("row", { name: new RegExp(name) });
  await row.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toContainText("Revoked");
  expect((await call("read.listPoints")).status()).toBe(401);
});

test("staff without the right see neither the entry of the menu nor the page", async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 403/);
  await signIn(page, "linzhou", "billing@linzhou", "console");
  await expect(page.getByRole("link", { name: "API keys" })).toHaveCount(0);
  await page.goto(`${CITY}/console/api-keys`);
  await expect(page.getByRole("alert")).toContainText("FORBIDDEN");
});

test.describe("on a phone, in Chinese and dark", () => {
  test.use({ preferences: { locale: "zh-CN", colorScheme: "dark" }, viewport: { width: 390, height: 844 } });

  test("sign-in, account, members, keys, trail and system fit and can be used by everybody", async ({
    page,
    expectAccessible,
  }) => {
    await page.goto(`${CITY}/auth/sign-in`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
    await signIn(page, "linzhou", "admin@linzhou", "console");
    for (const path of [
      "auth/account",
      "console/members",
      "console/api-keys",
      "console/audit",
      "console/system",
    ]) {
      await page.goto(`${CITY}/${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page);
      await expectNoSideScroll(page);
    }
  });
});
