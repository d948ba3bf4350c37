import { AxeBuilder } from "@axe-core/playwright";
import { test as base, type ConsoleMessage, expect, type Page } from "@playwright/test";
import { COLOR_SCHEME_COOKIE, type ColorScheme, LOCALE_COOKIE } from "#app/platform/preferences.ts";
import type { Locale } from "#engines/kernel/errors.ts";

interface Preferences {
  readonly locale: Locale;
  readonly colorScheme: ColorScheme;
}

interface Fixtures {
  /** Set by `test.use({ locale: "en", colorScheme: "dark" })`, as a person would by the switches. */
  readonly preferences: Preferences | undefined;
  /** Console errors that a test brings about on purpose: `expectedErrors.push(/404/)`. */
  readonly expectedErrors: RegExp[];
  /** Fails with every rule of WCAG 2.2 A and AA that the page breaks, and where. */
  readonly expectAccessible: (page: Page) => Promise<void>;
}

/**
 * Said by the drawing without a graphics card; and by the clock: styles of a page that a busy machine has not put on after
 * some seconds, or of the next page, fetched ahead.
 */
const NOT_OURS = [
  /GL Driver Message/,
  /Automatic fallback to software WebGL/,
  /was preloaded using link preload but not used within a few seconds/,
];

export const test = base.extend<Fixtures>({
  preferences: [undefined, { option: true }],

  context: async ({ context, preferences, baseURL }, use) => {
    if (preferences && baseURL) {
      await context.addCookies([
        { name: LOCALE_COOKIE, value: preferences.locale, url: baseURL },
        { name: COLOR_SCHEME_COOKIE, value: preferences.colorScheme, url: baseURL },
      ]);
    }
    await use(context);
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
  expectedErrors: async ({}, use) => {
    await use([]);
  },

  // A test passes only if the browser had nothing to complain about: errors, warnings of React, failed requests, CSP.
  page: async ({ page, expectedErrors, javaScriptEnabled }, use) => {
    if (javaScriptEnabled !== false) waitUntilAwake(page);
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (isComplaint(message))
        complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
    await use(page);
    const unexpected = complaints.filter(
      (text) => ![...NOT_OURS, ...expectedErrors].some((pattern) => pattern.test(text)),
    );
    expect(unexpected, "what the browser complained about").toEqual([]);
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above.
  expectAccessible: async ({}, use) => {
    await use(async (page) => {
      // A page has no frame of another origin, and nobody reads what is right: both would double the time.
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode(true)
        .options({ resultTypes: ["violations"] })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
        .analyze();
      const told = violations.flatMap(({ id, help, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) => `${id}: ${help}: ${target.join(" ")}\n${failureSummary ?? ""}`,
        ),
      );
      expect(told, "accessibility").toEqual([]);
    });
  },
});

/** `page.goto` returns when the page has come; a click before React woke up would be lost. */
function waitUntilAwake(page: Page): void {
  const goto = page.goto.bind(page);
  page.goto = async (url, options) => {
    const response = await goto(url, options);
    const isPage = response?.headers()["content-type"]?.startsWith("text/html");
    if (isPage) await page.locator("html[data-awake]").waitFor({ state: "attached" });
    return response;
  };
}

function isComplaint(message: ConsoleMessage): boolean {
  return message.type() === "error" || message.type() === "warning";
}

/** Fails when the page is wider than its window: something sticks out on a phone. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(content, "width of the content").toBeLessThanOrEqual(window);
}

/** Brings every lazily loaded part of the page in, and comes back to its top. */
export async function scrollThrough(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += window.innerHeight / 2) {
      window.scrollTo(0, y);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    window.scrollTo(0, 0);
  });
}

export { expect };
