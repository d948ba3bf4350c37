import { mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { launchOptions } from "./browser.ts";

// Pictures of pages, to be looked at: node tests/e2e/screenshot.ts [options] http://localhost:3000/ …
//   --out FOLDER   default test-results/pictures          --widths 1440,390   --schemes light,dark
//   --locales zh-CN,en                                     --full  the whole page, not the first screen
//   --login EMAIL:PASSWORD  signs in first at <tenant>/auth/sign-in of the first address

interface Options {
  readonly out: string;
  readonly widths: readonly number[];
  readonly schemes: readonly string[];
  readonly locales: readonly string[];
  readonly full: boolean;
  readonly login: string | undefined;
  readonly urls: readonly string[];
}

function parse(args: readonly string[]): Options {
  const values = new Map<string, string>();
  const urls: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === "--full") values.set("full", "yes");
    else if (arg.startsWith("--")) values.set(arg.slice(2), args[++i] ?? "");
    else urls.push(arg);
  }
  const list = (name: string, fallback: string): string[] => (values.get(name) ?? fallback).split(",");
  return {
    out: values.get("out") ?? "test-results/pictures",
    widths: list("widths", "1440,390").map(Number),
    schemes: list("schemes", "light,dark"),
    locales: list("locales", "zh-CN,en"),
    full: values.has("full"),
    login: values.get("login"),
    urls,
  };
}

const options = parse(process.argv.slice(2));
if (options.urls.length === 0) {
  process.stderr.write("usage: node tests/e2e/screenshot.ts [--full] [--widths 1440,390] URL …\n");
  process.exit(2);
}
mkdirSync(options.out, { recursive: true });
const browser = await chromium.launch(await launchOptions());
try {
  for (const width of options.widths)
    for (const scheme of options.schemes)
      for (const locale of options.locales) await take(width, scheme, locale);
} finally {
  await browser.close();
}

async function take(width: number, scheme: string, locale: string): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    deviceScaleFactor: width < 600 ? 2 : 1,
    colorScheme: scheme === "dark" ? "dark" : "light",
    locale,
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") process.stderr.write(`${page.url()}: ${message.text()}\n`);
  });
  page.on("pageerror", (error) => process.stderr.write(`${page.url()}: ${error.message}\n`));
  const [first] = options.urls;
  if (options.login && first) await signIn(page, first, options.login);
  for (const url of options.urls) {
    await page.goto(url, { waitUntil: "networkidle" });
    await page.evaluate(() => document.fonts.ready);
    const name = new URL(url).pathname.replaceAll("/", "_").replace(/^_|_$/g, "") || "home";
    const file = path.join(options.out, `${name}-${width}-${scheme}-${locale}.png`);
    await page.screenshot({ path: file, fullPage: options.full });
    process.stdout.write(`${file}\n`);
  }
  await context.close();
}

async function signIn(page: import("@playwright/test").Page, url: string, login: string): Promise<void> {
  const base = /^(.*?\/t\/[^/]+|https?:\/\/[^/]+)/.exec(url)?.[1] ?? url;
  const [email, password] = [login.slice(0, login.lastIndexOf(":")), login.slice(login.lastIndexOf(":") + 1)];
  // The wanted page tells whether staff or a customer signs in.
  const wanted = encodeURIComponent(new URL(url).pathname);
  await page.goto(`${base}/auth/sign-in?redirectTo=${wanted}`, { waitUntil: "networkidle" });
  await page.locator("input[name=identifier], input[name=email], input[name=login]").first().fill(email);
  await page.locator("input[name=password]").fill(password);
  await page.locator("main button[type=submit], form button[type=submit]").last().click();
  await page.waitForURL((at) => !at.pathname.endsWith("/auth/sign-in"));
}
