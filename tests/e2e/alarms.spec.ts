import { writeFileSync } from "node:fs";
import { expect, expectNoSideScroll, test } from "./fixtures.ts";
import { manifold } from "./manifold.ts";
import { signIn } from "./sign-in.ts";

// A leak, from the device to the end: on the operator's screen by push, the valve shut by the meter that wakes, a work order,
// a message, the customer's own page, and the reset on site.
const TENANT = "linzhou-gas";
const POINT = "S5101000001";

/** A device tells a value, as a file on the command line. */
async function tell(file: string, value: number, secondsAgo: number): Promise<void> {
  const time = new Date(Date.now() - secondsAgo * 1000).toISOString();
  writeFileSync(file, JSON.stringify({ time, source: POINT, metric: "concentration", value }));
  expect((await manifold("ingest", "--tenant", TENANT, "--events", file)).code).toBe(0);
}

test("a leak goes from the device to the screen, the valve, the work order and the customer", async ({
  page,
  browser,
  baseURL,
  expectAccessible,
}, testInfo) => {
  test.slow();
  await signIn(page, TENANT, `dispatch@${TENANT}`, "workspace/alarms");
  await expect(page.getByText("实时连接")).toBeVisible();
  await tell(testInfo.outputPath("leak.ndjson"), 12, 30);
  const row = page.getByRole("row").filter({ hasText: POINT });
  await expect(row).toContainText("危急");
  await expectAccessible(page);

  await row.getByRole("link").click();
  await expect(page.getByRole("heading", { name: "燃气泄漏" })).toBeVisible();
  await expect(page.getByText("已执行").first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText("已生成工单").first()).toBeVisible();
  await expect(page.getByText("alarm-gas-leak")).toBeVisible();
  await page.getByRole("button", { name: "确认", exact: true }).click();

  const customer = await browser.newPage({ ...(baseURL === undefined ? {} : { baseURL }), locale: "zh-CN" });
  await signIn(customer, TENANT, "12902000001", "portal");
  await expect(customer.getByRole("alert").filter({ hasText: "燃气泄漏" })).toBeVisible();
  await customer.close();

  await tell(testInfo.outputPath("over.ndjson"), 1, 1);
  await expect(page.getByText("待复位").first()).toBeVisible();
  await page.getByLabel("我在现场，已检查并排除隐患").check();
  await page.getByLabel("说明").first().fill("软管已更换，检漏合格");
  await page.getByRole("button", { name: "复位" }).click();
  await expect(page.getByText("正常", { exact: true }).first()).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideScroll(page);
});
