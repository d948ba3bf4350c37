import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
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
  return { executablePath: await unpackChromium(), args: ARGS };
}

/** The package unpacks into the folder of temporary files, closed to other users: each user gets one of its own. */
async function unpackChromium(): Promise<string> {
  const before = process.env.TMPDIR;
  const folder = path.join(tmpdir(), `manifold-chromium-${process.getuid?.() ?? "user"}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  process.env.TMPDIR = folder;
  try {
    const { default: chromium } = await import("@sparticuz/chromium");
    return await chromium.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
