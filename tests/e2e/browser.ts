import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";
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
  const executablePath = await unpackChromium();
  return { executablePath, args: ARGS, env: { ...process.env, ...missingLibraries(executablePath) } };
}

/** Where the system lacks a library that Chromium needs (libnss3, libnspr4), the ones that its package carries. */
function missingLibraries(executable: string): Record<string, string> {
  const { stdout } = spawnSync("ldd", [executable], { encoding: "utf8" });
  if (!stdout?.includes("not found")) return {};
  const folder = path.dirname(executable);
  const bin = path.resolve(
    path.dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")),
    "../bin",
  );
  const archive = brotliDecompressSync(readFileSync(path.join(bin, "al2023.tar.br")));
  spawnSync("tar", ["-x", "-C", folder], { input: archive });
  return { LD_LIBRARY_PATH: path.join(folder, "lib") };
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
