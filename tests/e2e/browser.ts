import { existsSync } from "node:fs";
import type { LaunchOptions } from "@playwright/test";

const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A browser of tests draws without a graphics card and speaks to nobody but the server under test. */
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
  "--disable-sync",
  // Maps need WebGL; drawn by the processor where there is no graphics card.
  "--enable-unsafe-swiftshader",
];

/** Chromium of the machine (`CHROMIUM`, then the usual places), else the one from npm that needs no system library. */
export async function launchOptions(): Promise<LaunchOptions> {
  const system = [process.env.CHROMIUM, ...SYSTEM_BROWSERS].find(
    (file) => file !== undefined && existsSync(file),
  );
  if (system) return { executablePath: system, args: ARGS };
  const { default: chromium } = await import("@sparticuz/chromium");
  return { executablePath: await chromium.executablePath(), args: ARGS };
}
