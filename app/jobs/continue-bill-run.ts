import { workBillRun } from "#app/services/bill-run/work-bill-run.ts";
import type { JobRun } from "./job.ts";

/** Takes chunks of a bill run until none waits. Several such jobs may be at work on one run. */
export async function continueBillRun(
  { billRunId }: { billRunId: string },
  { scope, signal }: JobRun,
): Promise<void> {
  await workBillRun(scope, billRunId, { signal, now: () => new Date() });
}
