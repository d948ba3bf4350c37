import { expect, test } from "./fixtures.ts";
import { chineseOn, firstRow, lookAtEach, WAYS } from "./look.ts";
import { signIn } from "./sign-in.ts";

// What customers see; paying is in pay.spec.ts and main-job.spec.ts.
const PORTAL = "/t/linzhou/portal";

for (const { name, viewport, preferences } of WAYS)
  test.describe(name, () => {
    test.use({ viewport, preferences });
    // Many pages in one test, each looked at by axe.
    test.describe.configure({ timeout: 180_000 });

    test("every page of a customer", async ({ page, expectAccessible }) => {
      await signIn(page, "linzhou", "12901000001", "portal");
      const bill = await firstRow(page, `${PORTAL}/bills`);
      const paths = [
        PORTAL,
        `${PORTAL}/usage`,
        `${PORTAL}/usage?step=month`,
        `${PORTAL}/bills`,
        bill,
        `${PORTAL}/payments`,
        "/t/linzhou/auth/account",
        "/t/linzhou/auth/account/second-factor",
        ...[
          "what-if",
          "messages",
          "messages/wishes",
          "accounts",
          "services",
          "services/repair",
          "requests",
        ].map((each) => `${PORTAL}/${each}`),
      ];
      await lookAtEach(page, paths, expectAccessible);
    });
  });

test.describe("in Chinese", () => {
  test.use({ preferences: { locale: "zh-CN", colorScheme: "light" } });

  test("usage is a chart and, the same numbers, a table", async ({ page }) => {
    await signIn(page, "linzhou", "12901000001", "portal/usage");
    await page.getByRole("link", { name: "按日" }).click();
    await expect(page).toHaveURL(/step=day/);
    const chart = page.getByRole("figure").first();
    await chart.scrollIntoViewIfNeeded();
    await expect(chart.locator("canvas")).toHaveCount(1);
    await chart.getByRole("button", { name: "表格" }).click();
    await expect(chart.locator("canvas")).toHaveCount(0);
    const known = chart.getByRole("row", { name: /^\d{4}-\d\d-\d\d [\d.,]+/ });
    expect(await known.count()).toBeGreaterThan(5);
  });

  test("another customer's payment, receipt and bill are not there", async ({ page, browser, baseURL }) => {
    await signIn(page, "linzhou", "12901000002", "portal");
    const bill = await firstRow(page, `${PORTAL}/bills`);
    await page.goto(`${PORTAL}/payments`);
    const receipt = await page.locator("a[href*='receipts.pdf']").first().getAttribute("href");
    expect((await page.request.get(receipt as string)).status()).toBe(200);

    const other = await browser.newContext({ baseURL: baseURL ?? "" });
    const neighbour = await other.newPage();
    await signIn(neighbour, "linzhou", "12901000001", "portal");
    expect((await neighbour.goto(bill))?.status()).toBe(404);
    await expect(neighbour.getByRole("alert")).toContainText("没有找到这个页面");
    expect((await other.request.get(receipt as string)).status()).toBe(404);
    await other.close();
  });
});

test.describe("in English, at a utility whose data are English", () => {
  test.use({ preferences: { locale: "en", colorScheme: "dark" } });

  test("nothing on the portal is Chinese", async ({ page }) => {
    const portal = "/t/alder-bay/portal";
    await signIn(page, "alder-bay", "5415550100", "portal");
    const bill = await firstRow(page, `${portal}/bills`);
    for (const path of [portal, `${portal}/usage`, `${portal}/bills`, bill, `${portal}/payments`]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await chineseOn(page), path).toEqual([]);
    }
  });
});
