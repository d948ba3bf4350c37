import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../launch/data-folder.ts";
import { runScript } from "../launch/run.ts";
import { type Check, type CheckResult, type Counts, NOTHING } from "./check.ts";

/** Many times what it takes on two cores: a test that hangs must not use up the time of the whole run. */
const TIMEOUT_MS = 30 * 60_000;

const report = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

/** The tests in a real browser against a really started product (playwright.config.ts starts it). */
export const playwrightCheck: Check = {
  name: "end-to-end tests",
  run: async (): Promise<CheckResult> => {
    const file = path.join(PROJECT_ROOT, "test-results", "playwright.json");
    mkdirSync(path.dirname(file), { recursive: true });
    rmSync(file, { force: true });
    const { code, output } = await runScript(
      "node_modules/@playwright/test/cli.js",
      ["test", "--reporter=list,json"],
      { environment: { FORCE_COLOR: "0", PLAYWRIGHT_JSON_OUTPUT_FILE: file }, timeoutMs: TIMEOUT_MS },
    );
    return { counts: countsIn(file, code), output };
  },
};

function countsIn(file: string, code: number): Counts {
  const failure = { ...NOTHING, failed: 1 };
  try {
    const { stats } = report.parse(JSON.parse(readFileSync(file, "utf8")));
    // A flaky test failed at least once: it is not taken for a passed one.
    const counts = { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch {
    return failure;
  }
}
