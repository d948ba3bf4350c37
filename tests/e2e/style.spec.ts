import { LOCALES } from "#engines/kernel/errors.ts";
import { expect, expectNoSideScroll, scrollThrough, test } from "./fixtures.ts";

const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

for (const viewport of WIDTHS)
  for (const colorScheme of ["light", "dark"] as const)
    for (const locale of LOCALES)
      test.describe(`style page, ${viewport.width} px, ${colorScheme}, ${locale}`, () => {
        test.use({ viewport, preferences: { locale, colorScheme } });

        test("is accessible, fits the window and wakes up without a complaint", async ({
          page,
          expectAccessible,
        }) => {
          await page.goto("/style");
          await expect(page.locator("html")).toHaveAttribute("lang", locale);
          await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
          await scrollThrough(page);
          // Both charts and the map have come.
          await expect(page.locator("[data-ready] canvas")).toHaveCount(2);
          await expect(page.locator("figure[data-state=ready] canvas")).toHaveCount(1);
          await expectNoSideScroll(page);
          await expectAccessible(page);
        });
      });

test.describe("before scripts run", () => {
  test.use({ javaScriptEnabled: false, preferences: { locale: "zh-CN", colorScheme: "dark" } });

  test("everything is there: words, colours, drawings, and the language can be switched", async ({
    page,
  }) => {
    await page.goto("/style");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("界面样式");
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).not.toBe("rgb(255, 255, 255)");
    await expect(page.locator("#chart svg rect").first()).toBeVisible();
    await expect(page.locator("#map svg circle")).toHaveCount(5);
    await page.getByRole("button", { name: "English" }).click();
    await expect(page).toHaveURL(/\/style$/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Style page");
  });
});

test.describe("switches", () => {
  test.use({ preferences: { locale: "zh-CN", colorScheme: "light" } });

  test("language changes in place and stays", async ({ page }) => {
    await page.goto("/style?kept=1");
    await page.getByRole("button", { name: "English" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Style page");
    await expect(page).toHaveURL(/\/style\?kept=1$/);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Style page");
  });

  test("appearance changes at once, and the next page comes in it from the server", async ({
    page,
    request,
  }) => {
    await page.goto("/style");
    await page.getByRole("button", { name: "外观" }).click();
    await page.getByRole("menuitem", { name: "深色" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
    const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const html = await (await request.get("/style", { headers: { cookie: cookies } })).text();
    expect(html).toMatch(/<html[^>]*data-mantine-color-scheme="dark"/);
  });

  test("without a choice the page follows the system and the browser's language", async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({
      colorScheme: "dark",
      locale: "en-GB",
      baseURL: baseURL ?? "",
    });
    const page = await context.newPage();
    await page.goto("/style");
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Style page");
    await context.close();
  });
});

test.describe("by keyboard", () => {
  test.use({ preferences: { locale: "en", colorScheme: "light" } });

  test("the first stop skips the menu", async ({ page }) => {
    await page.goto("/style");
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to content" });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.locator("main")).toBeFocused();
  });

  test("Escape closes a question and gives the focus back", async ({ page }) => {
    await page.goto("/style");
    const cancel = page.getByRole("button", { name: "Cancel bill" });
    await cancel.focus();
    await page.keyboard.press("Enter");
    const question = page.getByRole("dialog", { name: "Cancel bill" });
    await expect(question).toContainText("cannot be undone");
    await expect(question.getByRole("button", { name: "Not now" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(question).toBeHidden();
    await expect(cancel).toBeFocused();
  });

  test("a chart can be read as a table", async ({ page }) => {
    await page.goto("/style");
    const figure = page.getByRole("figure", { name: "Usage of the last twelve months" });
    await figure.getByRole("button", { name: "Table" }).click();
    await expect(figure.getByRole("row", { name: /Jul 2025/ })).toContainText("412");
    await expect(figure.getByRole("row", { name: /Oct 2025/ })).toContainText("Estimated");
  });

  test("what was done can be taken back", async ({ page }) => {
    await page.goto("/style");
    await page.getByRole("button", { name: "Archive (can be undone)" }).click();
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect(page.getByText("Restored")).toBeVisible();
  });
});

test("a page that does not exist says so, with the number of the request", async ({
  page,
  expectedErrors,
  expectAccessible,
}) => {
  expectedErrors.push(/status of 404/);
  const response = await page.goto("/no-such-page");
  expect(response?.status()).toBe(404);
  const requestId = response?.headers()["x-request-id"];
  expect(requestId).toBeTruthy();
  await expect(page.getByRole("alert")).toContainText("没有找到这个页面");
  await expect(page.getByRole("alert")).toContainText(requestId as string);
  await expectAccessible(page);
});

test.describe("on paper", () => {
  test.use({ preferences: { locale: "en", colorScheme: "dark" } });

  test("the text is dark on white, whatever the screen shows", async ({ page }) => {
    await page.goto("/style");
    const brightness = () =>
      page.evaluate(() => {
        const { color } = getComputedStyle(document.querySelector("#facts dd") as Element);
        return (color.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, value) => sum + Number(value), 0) / 3;
      });
    expect(await brightness()).toBeGreaterThan(160);
    await page.emulateMedia({ media: "print" });
    expect(await brightness()).toBeLessThan(60);
  });
});

test("on paper there is the content and nothing to press", async ({ page }) => {
  await page.goto("/style");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await expect(page.locator("header")).toBeHidden();
  await expect(page.locator("#chart svg rect").first()).toBeVisible();
});
