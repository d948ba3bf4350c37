import type { Page } from "@playwright/test";
import { expect, expectNoSideScroll, scrollThrough } from "./fixtures.ts";

/** Two ways to see every page, in which each language, appearance and width comes once. */
export const WAYS = [
  {
    name: "at a desk, in Chinese, light",
    viewport: { width: 1440, height: 900 },
    preferences: { locale: "zh-CN", colorScheme: "light" },
  },
  {
    name: "on a phone, in English, dark",
    viewport: { width: 390, height: 844 },
    preferences: { locale: "en", colorScheme: "dark" },
  },
] as const;

/** Opens each page and fails on a page that is no page, that sticks out of its window, or that somebody could not use. */
export async function lookAtEach(
  page: Page,
  paths: readonly string[],
  expectAccessible: (page: Page) => Promise<void>,
): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 }), path).toBeVisible();
    await expect(page, path).toHaveTitle(/\S/);
    await expect(page.getByRole("alert"), path).toHaveCount(0);
    // Drawings come when they are seen; the rest of a page is there at once.
    if ((await page.getByRole("figure").count()) > 0) await scrollThrough(page);
    await expectNoSideScroll(page);
    await expectAccessible(page);
  }
}

/** The address behind the first row of a list. */
export async function firstRow(page: Page, path: string): Promise<string> {
  await page.goto(path);
  // In the body: the heads of columns are links too, which sort.
  const link = page.getByRole("main").locator("tbody").getByRole("link").first();
  return (await link.getAttribute("href")) as string;
}

const CHINESE = /[\u3400-\u9fff，。：；（）]+/g;

/** Chinese words that a page shows though everything about it is English; the switch of the language is meant to. */
export async function chineseOn(page: Page): Promise<string[]> {
  const text = await page.locator("body").innerText();
  return [...text.matchAll(CHINESE)].map(([words]) => words).filter((words) => words !== "中文");
}
