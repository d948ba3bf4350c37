import type { Page } from "@playwright/test";
import { expect, expectNoSideScroll, test } from "./fixtures.ts";

// The main job's end, as customer and clerk see it: read the bill, pay it at the gateway, get the receipt; run a month.
const CITY = "/t/linzhou";

async function signIn(page: Page, login: string, to: string): Promise<void> {
  await page.goto(`${CITY}/auth/sign-in?redirectTo=${encodeURIComponent(CITY + to)}`);
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill("manifold-demo");
  await page.locator("main form button[type=submit], form button[type=submit]").last().click();
  await page.waitForURL(`**${CITY}${to}`);
}

test.use({ preferences: { locale: "en", colorScheme: "light" } });

test("a customer reads how a bill came about, pays it at the gateway and gets a receipt", async ({
  page,
  expectAccessible,
}) => {
  await signIn(page, "12901000002", "/portal/bills");
  await expectAccessible(page);
  await page.getByRole("row", { name: /Open/ }).first().getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Bill of");
  await expectAccessible(page);
  await page.locator("details summary").first().click();
  await expect(page.locator("details[open]").first()).toContainText("×");

  const pay = page.getByRole("button", { name: /^Pay/ });
  const amount = (await pay.innerText()).replace(/[^\d.]/g, "");
  await pay.click();
  await page.waitForURL(/\/pay\//);
  await expect(page.locator(".amount")).toContainText(amount);
  // The gateway speaks the language of the browser, whatever was chosen on our pages.
  await page.locator("button[value=confirm]").click();
  await page.waitForURL(/\/portal\/payments\//);
  await expect(page.getByRole("status")).toContainText("Paid", { timeout: 15_000 });

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Receipt (PDF)" }).click();
  const receipt = await download;
  expect(receipt.suggestedFilename()).toMatch(/^R.*\.pdf$/);
  await page.getByRole("link", { name: "See the bill" }).click();
  await expect(page.getByText("Paid", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Pay/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Payments" }).first().click();
  await expectAccessible(page);
});

test("a customer sees usage as a chart and as a table, on a phone too", async ({
  page,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, "12901000002", "/portal");
  await expectAccessible(page);
  await expectNoSideScroll(page);
  await page.getByRole("link", { name: "Usage" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Usage");
  await expectNoSideScroll(page);
  await expectAccessible(page);
  await page.getByRole("link", { name: "By day" }).click();
  await page.waitForURL(/step=day/);
});

test("a clerk rehearses and runs a month, sees the exceptions, and the books are in balance", async ({
  page,
  expectAccessible,
}) => {
  await signIn(page, "billing@linzhou", "/workspace/bill-runs");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Rehearse" }).click();
  await expect(page.getByText("Would be posted")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Start the run" }).click();
  await page.waitForURL(/bill-runs\/[0-9a-f-]{36}/);
  await expect(page.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "100", { timeout: 60_000 });
  await expect(page.getByText("Done").first()).toBeVisible({ timeout: 15_000 });
  await expectAccessible(page);
  await page.getByRole("link", { name: "See the bills" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bills");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Ledger" }).click();
  await expect(page.getByText("In balance")).toBeVisible();
  await expectAccessible(page);
});
