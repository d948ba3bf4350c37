import { runScript } from "../launch/run.ts";
import { type Check, verdictOf } from "./check.ts";

/** Checks that read the sources and run nothing of them. */
export const STATIC_CHECKS: readonly Check[] = [
  program("format and lint", "node_modules/@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."]),
  program("types", "node_modules/typescript-native/bin/tsc", ["-p", ".", "--pretty", "false"]),
  program("import rules", "node_modules/dependency-cruiser/bin/dependency-cruise.mjs", [
    "--config",
    ".dependency-cruiser.cjs",
    ...["app", "cli", "engines", "plugins", "sandbox", "schema", "seed", "bench", "tests"],
  ]),
  program("dead code", "node_modules/knip/bin/knip.js", ["--no-progress", "--cache"]),
];

function program(name: string, script: string, args: readonly string[]): Check {
  return {
    name,
    run: async () => verdictOf(await runScript(script, args, { environment: { FORCE_COLOR: "0" } })),
  };
}
