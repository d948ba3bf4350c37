import process from "node:process";
import { Command } from "commander";
import { type BillRun, billRunProgress } from "#app/services/bill-run/bill-run-progress.ts";
import { listBillExceptions } from "#app/services/bill-run/list-exceptions.ts";
import { startBillRun } from "#app/services/bill-run/start-bill-run.ts";
import { resumeBillRun } from "#app/services/bill-run/steer-bill-run.ts";
import { workBillRun } from "#app/services/bill-run/work-bill-run.ts";
import { concluding, EXIT, print } from "#cli/outcome.ts";
import { operatorScope, withProduct } from "../product.ts";
import { WrongUsage } from "../rate/errors.ts";

interface RunOptions {
  readonly tenant: string;
  readonly period: string;
  readonly json?: true;
}

/** `manifold bill`: bills of a utility. */
export function billCommand(): Command {
  const bill = new Command("bill").description("bill a utility's agreements");
  bill
    .command("run")
    .description(
      "bill and post a month over every agreement that is due; a run that was broken off goes on, agreements that have their bill are passed over",
    )
    .requiredOption("--tenant <slug>", "the utility")
    .requiredOption("--period <month>", "the month, such as 2026-10")
    .option("--json", "JSON on standard output")
    .addHelpText(
      "after",
      "\nExit codes: 0 every agreement has its bill, 1 some could not be billed or are held, 2 wrong usage.",
    )
    .action((options: RunOptions) => concluding(() => run(options)));
  return bill;
}

async function run({ tenant, period, json }: RunOptions): Promise<void> {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(period))
    throw new WrongUsage(`--period “${period}” is no month such as 2026-10`);
  const { report, exceptions } = await withProduct(async () => {
    const scope = await operatorScope(tenant, "bill run");
    const { billRunId, agreements, started } = await startBillRun(scope, {
      period,
      inBackground: false,
      now: new Date(),
    });
    if (!started) await resumeBillRun(scope, billRunId);
    const show = progressLine(agreements);
    let done = 0;
    await workBillRun(scope, billRunId, {
      now: () => new Date(),
      onChunk: ({ posted, held, failed, skipped }) => {
        done += posted + held + failed + skipped;
        show(done);
      },
    });
    // Where workers of the product help, the last chunk may be theirs.
    let report = await billRunProgress(scope, billRunId);
    while (report.state === "running") {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await workBillRun(scope, billRunId, { now: () => new Date() });
      report = await billRunProgress(scope, billRunId);
      show(report.posted + report.held + report.failed + report.skipped);
    }
    show(undefined);
    const exceptions = await listBillExceptions(scope, billRunId, undefined, "en");
    return { report, exceptions };
  });
  await print(
    json === true
      ? JSON.stringify({ ...report, causes: exceptions.causes, exceptions: exceptions.rows }, null, 2)
      : inWords(report, exceptions),
  );
  if (report.held + report.failed > 0) process.exitCode = EXIT.badData;
}

type Exceptions = Awaited<ReturnType<typeof listBillExceptions>>;

const SHOWN_EXCEPTIONS = 10;

function inWords(run: BillRun, exceptions: Exceptions): string {
  const lines = [
    `${run.period}: ${run.agreements} agreements; posted ${run.posted}, held ${run.held}, failed ${run.failed}, had a bill ${run.skipped}.`,
  ];
  for (const { code, open } of exceptions.causes) lines.push(`  ${code}: ${open}`);
  for (const row of exceptions.rows.slice(0, SHOWN_EXCEPTIONS))
    lines.push(`  ${row.agreementNumber} ${row.customerName}: ${row.message}`);
  const more = run.held + run.failed - SHOWN_EXCEPTIONS;
  if (more > 0) lines.push(`  … and ${more} more: see the page of the run`);
  return lines.join("\n");
}

/** Progress on standard error: one line that is written over at a terminal, a line every few seconds elsewhere. */
function progressLine(total: number): (done: number | undefined) => void {
  const terminal = process.stderr.isTTY === true;
  const everyMs = terminal ? 100 : 5_000;
  const startedAt = Date.now();
  let shownAt = startedAt;
  return (done) => {
    if (done === undefined) {
      if (terminal) process.stderr.write("\r\u001B[K");
      return;
    }
    if (Date.now() - shownAt < everyMs) return;
    shownAt = Date.now();
    const rate = Math.round(done / ((shownAt - startedAt) / 1000));
    const text = `${done} of ${total} agreements, ${rate}/s`;
    process.stderr.write(terminal ? `\r\u001B[K${text}` : `${text}\n`);
  };
}
