import { expect, expectNoSideScroll, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

const UTILITIES = ["临州供电公司", "临州燃气有限公司", "清江省电力公司", "桤木湾市政电力"];

test.describe("start page", () => {
  test("lists every utility; each leads to its portal in its own colour", async ({
    page,
    expectAccessible,
  }) => {
    await page.goto("/");
    for (const name of UTILITIES) await expect(page.getByRole("heading", { name })).toBeVisible();
    await expectAccessible(page);
    const accent = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--m-accent").trim());
    const seen = new Set([await accent()]);
    for (const name of UTILITIES.slice(0, 2)) {
      await page.goto("/");
      await page.getByRole("link", { name, exact: true }).click();
      await expect(page).toHaveURL(/\/t\/[a-z-]+\//);
      await expect.poll(async () => seen.has(await accent())).toBe(false);
      seen.add(await accent());
    }
  });

  test("an unknown utility and an unknown page of a known one are both 404, in words", async ({
    page,
    expectedErrors,
  }) => {
    expectedErrors.push(/status of 404/);
    for (const path of ["/t/nowhere", "/t/nowhere/portal", "/t/linzhou/no-such-page"]) {
      expect((await page.goto(path))?.status(), path).toBe(404);
      await expect(page.getByRole("alert")).toContainText("没有找到这个页面");
    }
  });
});

test.describe("at a desk", () => {
  test.use({ viewport: { width: 1440, height: 900 } });

  test("the console shows its menu at the side and marks where one is", async ({
    page,
    expectAccessible,
  }) => {
    await signIn(page, "linzhou", "admin@linzhou", "console");
    const menu = page.getByRole("navigation", { name: "主菜单" });
    await menu.getByRole("link", { name: "成员与角色" }).click();
    await expect(page).toHaveURL(/\/t\/linzhou\/console\/members$/);
    await expect(menu.locator("[aria-current=page]")).toHaveCount(1);
    await expect(page.getByRole("button", { name: "打开菜单" })).toBeHidden();
    await expectAccessible(page);
  });

  test("the menu holds only what the person may do", async ({ page }) => {
    await signIn(page, "linzhou", "field@linzhou", "workspace");
    const menu = page.getByRole("navigation", { name: "主菜单" });
    await expect(menu.getByRole("link").first()).toBeVisible();
    await expect(menu.getByRole("link", { name: "成员与角色" })).toHaveCount(0);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("the menu is a drawer: opened by keyboard, closed by Escape or by going somewhere", async ({
    page,
    expectAccessible,
  }) => {
    await signIn(page, "linzhou", "admin@linzhou", "console");
    await expectNoSideScroll(page);
    const open = page.getByRole("button", { name: "打开菜单" });
    const drawer = page.getByRole("dialog", { name: "主菜单" });
    await open.focus();
    await page.keyboard.press("Enter");
    await expect(drawer).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(drawer).toBeHidden();
    await expect(open).toBeFocused();
    await open.click();
    await drawer.getByRole("link", { name: "成员与角色" }).click();
    await expect(page).toHaveURL(/console\/members$/);
    await expect(drawer).toBeHidden();
    await expectNoSideScroll(page);
  });
});

test.describe("answers of the server", () => {
  test("no script runs without the nonce of its request, and no nonce comes twice", async ({ request }) => {
    const nonces = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const response = await request.get("/");
      const policy = response.headers()["content-security-policy"] ?? "";
      const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] as string;
      expect(nonce).toBeTruthy();
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      nonces.add(nonce);
      const html = await response.text();
      const scripts = [...html.matchAll(/<script\b([^>]*)>/g)].map(([, attributes]) => attributes as string);
      expect(scripts.length).toBeGreaterThan(2);
      for (const attributes of scripts) expect(attributes).toContain(`nonce="${nonce}"`);
    }
    expect(nonces.size).toBe(3);
  });

  test("assets are kept for ever, pages never, a missing asset is a plain 404", async ({ request }) => {
    const page = await request.get("/");
    expect(page.headers()["cache-control"]).toBe("private, no-store");
    const asset = /\/assets\/[^"]+\.css/.exec(await page.text())?.[0] as string;
    const kept = await request.get(asset);
    expect(kept.headers()["cache-control"]).toContain("immutable");
    expect(kept.headers()["content-encoding"]).toBeTruthy();
    const missing = await request.get("/assets/root-00000000.css");
    expect(missing.status()).toBe(404);
    expect(missing.headers()["content-type"]).toContain("text/plain");
    expect(missing.headers()["cache-control"]).toBe("no-store");
  });

  test("a theme is made for colours of a utility only", async ({ request }) => {
    expect((await request.get("/theme/0f6e84.css")).headers()["content-type"]).toContain("text/css");
    for (const file of ["123456.css", "x.css", "0f6e84"]) {
      expect((await request.get(`/theme/${file}`)).status(), file).toBe(404);
    }
  });

  test("the language switch leads nowhere but back", async ({ request }) => {
    const form = { locale: "en", redirectTo: "//evil.example/" };
    const response = await request.post("/preferences", { form, maxRedirects: 0 });
    expect(response.status()).toBe(302);
    expect(response.headers().location).toBe("/");
  });

  test("live and ready", async ({ request }) => {
    expect(await (await request.get("/health/live")).json()).toEqual({ status: "live" });
    expect(await (await request.get("/health/ready")).json()).toMatchObject({ status: "ready" });
  });
});
