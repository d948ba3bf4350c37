import { expect, test } from "./fixtures.ts";
import { firstRow } from "./look.ts";
import { signIn } from "./sign-in.ts";

// A session belongs to one utility and to one kind of person.
test.use({ preferences: { locale: "zh-CN", colorScheme: "light" } });

test("a session of one utility opens nothing of another, not even with its own addresses", async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 404/);
  await signIn(page, "linzhou", "billing@linzhou", "workspace");
  const bill = await firstRow(page, "/t/linzhou/workspace/bills");
  for (const slug of ["linzhou-gas", "alder-bay", "qingjiang"]) {
    await page.goto(`/t/${slug}/workspace/bills`);
    await expect(page, slug).toHaveURL(new RegExp(`/t/${slug}/auth/sign-in`));
    const input = encodeURIComponent(JSON.stringify({}));
    expect((await page.request.get(`/t/${slug}/api/trpc/bill.list?input=${input}`)).status()).toBe(401);
  }
  // Still signed in where they were.
  await page.goto(bill);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("账单");

  await signIn(page, "linzhou-gas", "billing@linzhou-gas", "workspace");
  const refused = await page.goto(bill.replace("/t/linzhou/", "/t/linzhou-gas/"));
  expect(refused?.status()).toBe(404);
  await expect(page.getByRole("alert")).toContainText("没有找到这个页面");
});

test("the login of one utility's staff is none at another", async ({ page, expectedErrors }) => {
  expectedErrors.push(/status of 403/);
  await page.goto("/t/linzhou-gas/auth/sign-in?as=staff");
  await page.getByLabel("账号").fill("service@linzhou");
  await page.getByLabel("密码", { exact: true }).fill("manifold-demo");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("不属于这家企业");
  await page.goto("/t/linzhou-gas/workspace");
  await expect(page).toHaveURL(/auth\/sign-in/);
});

test("a customer is no staff: workspace and console ask for another sign-in", async ({ page }) => {
  await signIn(page, "linzhou", "12901000001", "portal");
  for (const area of ["workspace", "console"]) {
    await page.goto(`/t/linzhou/${area}`);
    await expect(page, area).toHaveURL(/auth\/sign-in\?as=staff/);
  }
});

test("staff without the right see no entry in the menu and are refused at the address", async ({
  page,
  expectedErrors,
  expectAccessible,
}) => {
  expectedErrors.push(/status of 403/);
  await signIn(page, "linzhou", "field@linzhou", "workspace");
  const menu = page.getByRole("navigation", { name: "主菜单" });
  await expect(menu.getByRole("link", { name: "首页" })).toBeVisible();
  for (const [entry, path] of [
    ["出账", "workspace/bill-runs"],
    ["总账", "workspace/ledger"],
    ["接口密钥", "console/api-keys"],
    ["审计记录", "console/audit"],
  ] as const) {
    await expect(menu.getByRole("link", { name: entry, exact: true })).toHaveCount(0);
    const response = await page.goto(`/t/linzhou/${path}`);
    expect(response?.status(), path).toBe(403);
    await expect(page.getByRole("alert"), path).toContainText("您没有权限查看此内容");
  }
  await expectAccessible(page);
});

test("the province sees sums of its cities, and no customer of theirs", async ({ page }) => {
  await signIn(page, "qingjiang", "viewer@qingjiang", "console/tiers");
  await expect(page.getByText("临州供电公司").first()).toBeVisible();
  await page.goto("/t/linzhou/workspace/customers");
  await expect(page).toHaveURL(/\/t\/linzhou\/auth\/sign-in/);
});
