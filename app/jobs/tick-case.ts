import { tickCase as tick } from "#app/services/case/tick-case.ts";
import type { JobRun } from "./job.ts";

/** Lets the timers of a case go off that are due: reminders, limits, escalations, ends of waits. */
export async function tickCase({ caseId }: { caseId: string }, { scope }: JobRun): Promise<void> {
  await tick(scope, caseId, new Date());
}
