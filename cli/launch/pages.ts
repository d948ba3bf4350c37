import path from "node:path";
import { PROJECT_ROOT } from "./data-folder.ts";
import { runScript } from "./run.ts";
import { hashOf, unlessStamped } from "./stamp.ts";

/** Everything that ends up in the pages: their own sources and what they import from below. */
const INPUTS = [
  "app/**/*.{ts,tsx,css,json,svg}",
  "engines/**/*.ts",
  "schema/**/*.ts",
  "plugins/**/*.ts",
  "public/**",
  "vite.config.ts",
  "package-lock.json",
];

/** Builds the pages into build/ when one of their inputs changed. Tells whether it did. */
export async function buildPages(): Promise<boolean> {
  return unlessStamped(path.join(PROJECT_ROOT, "build/.stamp"), hashOf(INPUTS), async () => {
    const { code, output } = await runScript("node_modules/@remix-run/dev/dist/cli.js", ["vite:build"], {
      environment: { NODE_ENV: "production" },
      onMessage: () => {},
    });
    if (code !== 0) throw new Error(`the pages could not be built:\n${output}`);
  });
}
