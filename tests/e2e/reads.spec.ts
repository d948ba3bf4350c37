import type { Page } from "@playwright/test";
import { expect, expectNoSideScroll, scrollThrough, test } from "./fixtures.ts";

// Staff and reads, in the city of the demo: take a file in, look at raw beside final, correct a value.
const CITY = "/t/linzhou";

async function signIn(page: Page, to: string): Promise<void> {
  await page.goto(`${CITY}/auth/sign-in?redirectTo=${encodeURIComponent(CITY + to)}`);
  await page.locator("input[name=login]").fill("metering@linzhou");
  await page.locator("input[name=password]").fill("manifold-demo");
  await page.locator("main form button[type=submit], form button[type=submit]").last().click();
  await page.waitForURL(`**${CITY}${to}`);
}

async function send(page: Page, name: string, text: string): Promise<void> {
  await page.setInputFiles("input[type=file]", { name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Take in" }).click();
}

test.use({ preferences: { locale: "en", colorScheme: "light" } });

test("a file goes in with its bad row named; the second time changes nothing", async ({
  page,
  expectAccessible,
}) => {
  await signIn(page, "/workspace/reads");
  const serial =
    (await page.locator("tbody tr").first().locator("td").nth(2).innerText()).split(/\s/)[0] ?? "";
  await page.getByRole("link", { name: "Take in a file" }).click();
  const csv = `time,meter,register,index\n2026-12-01 00:00,${serial},total,999000.5\nnever,${serial},total,1\n`;
  await send(page, "december.csv", csv);
  const report = page.getByRole("status");
  await expect(report).toContainText("Line 3:");
  await expect(page.getByText("Taken in", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await send(page, "december.csv", csv);
  await expect(page.getByText("All of it was known; nothing changed")).toBeVisible();
  await page.getByRole("link", { name: "Quarantine" }).click();
  await expect(page.getByRole("row", { name: /december\.csv/ })).toContainText("never");
});

test("a finding leads to its channel, where a value is corrected with a reason", async ({
  page,
  expectAccessible,
}) => {
  await signIn(page, "/workspace/reads/findings");
  await expectAccessible(page);
  await page.getByRole("row", { name: /Gap/ }).first().getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Channel");
  const save = page.getByRole("button", { name: "Save the correction" });
  await page.getByRole("textbox", { name: "Value", exact: true }).fill("123");
  const day = new URL(page.url()).searchParams.get("from") ?? "";
  await page.getByLabel("Start").fill(`${day} 03:00`);
  await save.click();
  await expect(page.getByText("Say why the value is corrected")).toBeVisible();
  await page.getByLabel("Reason").fill("compared with the display");
  await save.click();
  await expect(page.getByRole("row", { name: /compared with the display/ })).toBeVisible();
  await page.getByRole("button", { name: "Table" }).click();
  await expect(page.getByRole("row", { name: /03:00/ }).first()).toContainText("123");
  await scrollThrough(page);
  await expectAccessible(page);
});

test("an index is corrected; times that are none are refused at their field", async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/400 \(Bad Request\)/);
  await signIn(page, "/workspace/reads");
  await page.locator("tbody tr").nth(1).getByRole("link", { name: "total" }).click();
  await page.getByLabel("Read at").fill("yesterday");
  await page.getByLabel("Reason").fill("digits swapped");
  await page.getByLabel("Index", { exact: true }).fill("1");
  await page.getByRole("button", { name: "Save the correction" }).click();
  await expect(page.getByText(/expected a time such as/)).toBeVisible();
  await page.getByLabel("Read at").fill("2026-11-15 00:00");
  await page.getByLabel("Index", { exact: true }).fill("999999");
  await page.getByRole("button", { name: "Save the correction" }).click();
  await expect(page.getByRole("row", { name: /digits swapped/ })).toContainText("Corrected");
});

for (const [width, locale, colorScheme] of [
  [390, "zh-CN", "dark"],
  [390, "en", "light"],
  [1440, "zh-CN", "dark"],
] as const)
  test.describe(`at ${width} px, ${locale}, ${colorScheme}`, () => {
    test.use({ viewport: { width, height: 844 }, preferences: { locale, colorScheme } });
    test("every page about reads fits and is accessible", async ({ page, expectAccessible }) => {
      test.slow();
      await signIn(page, "/workspace/reads");
      const channel = await page.locator("a[href*='/reads/channels/']").first().getAttribute("href");
      const register = await page.locator("a[href*='/reads/registers/']").first().getAttribute("href");
      for (const to of ["", "/findings", "/quarantine", "/upload"]
        .map((path) => `${CITY}/workspace/reads${path}`)
        .concat(channel ?? "", register ?? "")) {
        await page.goto(to);
        await scrollThrough(page);
        await expectNoSideScroll(page);
        await expectAccessible(page);
      }
    });
  });
