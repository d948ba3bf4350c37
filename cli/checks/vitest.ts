import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../launch/data-folder.ts";
import { runScript } from "../launch/run.ts";
import { add, type Check, type CheckResult, type Counts, NOTHING } from "./check.ts";

/** Many times what it takes on two cores: a test that hangs must not use up the time of the whole run. */
const TIMEOUT_MS = 20 * 60_000;

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  /** False also for a file that could not be loaded, which has no tests to count. */
  success: z.boolean(),
});

/** The tests of one project of vitest.config.ts. */
export function vitestCheck(project: "unit" | "integration" | "long"): Check {
  return {
    name: `${project} tests`,
    run: async (): Promise<CheckResult> => {
      const file = path.join(PROJECT_ROOT, "test-results", `vitest-${project}.json`);
      mkdirSync(path.dirname(file), { recursive: true });
      rmSync(file, { force: true });
      const { code, output } = await runScript(
        "node_modules/vitest/vitest.mjs",
        ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
        { environment: { FORCE_COLOR: "0" }, ...(project === "long" ? {} : { timeoutMs: TIMEOUT_MS }) },
      );
      return { counts: countsIn(file, code), output };
    },
  };
}

function countsIn(file: string, code: number): Counts {
  const failure = { ...NOTHING, failed: 1 };
  let found: z.output<typeof report>;
  try {
    found = report.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return failure;
  }
  const counts: Counts = {
    passed: found.numPassedTests,
    failed: found.numFailedTests,
    skipped: found.numPendingTests + found.numTodoTests,
  };
  // A file that fails to load, or an error outside any test, must not hide behind the tests that passed.
  return code !== 0 && counts.failed === 0 ? add(counts, failure) : counts;
}
