import { add, type Check, type CheckResult, type Counts, NOTHING, wordsOf } from "./checks/check.ts";
import { DATABASE_CLIENT, PAGES } from "./checks/made.ts";
import { playwrightCheck } from "./checks/playwright.ts";
import { STATIC_CHECKS } from "./checks/static.ts";
import { vitestCheck } from "./checks/vitest.ts";
import { explain } from "./launch/failure.ts";
import { secondsSince } from "./launch/steps.ts";

/**
 * `npm test`: every check of the project, to the end, whatever fails on the way; the last line counts them.
 * `npm run test:long` runs instead the tests that need minutes or hours (`*.long.test.ts`).
 */
const startedMs = Date.now();
let counts = NOTHING;
const failures: string[] = [];

// Whatever ends this process ends its children (cli/launch/run.ts).
for (const event of ["disconnect", "SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(event, () => process.exit(1));
process.channel?.unref();

try {
  await run(DATABASE_CLIENT);
  if (process.argv.includes("--long")) {
    await inOrder([vitestCheck("long")]);
  } else {
    // What reads the sources keeps one core busy while the unit tests keep the other.
    await Promise.all([inOrder([...STATIC_CHECKS, PAGES]), inOrder([vitestCheck("unit")])]);
    await inOrder([vitestCheck("integration")]);
    await inOrder([playwrightCheck]);
  }
} catch (error) {
  counts = add(counts, { ...NOTHING, failed: 1 });
  failures.push(explain(error));
}

for (const failure of failures) process.stdout.write(`\n${failure}\n`);
process.stdout.write(`\nin ${secondsSince(startedMs)}\n${wordsOf(counts)}\n`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;

async function inOrder(checks: readonly Check[]): Promise<void> {
  for (const check of checks) await run(check);
}

async function run(check: Check): Promise<void> {
  const fromMs = Date.now();
  const result = await check.run().catch(asFailure);
  counts = add(counts, result.counts);
  const failed = result.counts.failed > 0;
  process.stdout.write(
    `${failed ? "✗" : "✓"} ${check.name}: ${wordsOf(result.counts)}  ${secondsSince(fromMs)}\n`,
  );
  if (failed) failures.push(`── ${check.name} ──\n${result.output.trim()}`);
}

function asFailure(error: unknown): CheckResult {
  const failed: Counts = { ...NOTHING, failed: 1 };
  return { counts: failed, output: explain(error) };
}
