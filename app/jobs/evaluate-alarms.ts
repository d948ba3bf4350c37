import { withTenantSql } from "#app/platform/database.ts";
import { endShelving } from "#app/services/alarm/end-shelving.ts";
import { judgeDue, judgeWaiting } from "#app/services/alarm/judge.ts";
import { markRulesDue } from "#app/services/alarm/mark-due.ts";
import { addJob } from "./add-job.ts";
import type { JobRun } from "./job.ts";

/** Judges every service point of which something new is known, until nothing is left. */
export async function evaluateAlarms({ scope, signal }: JobRun): Promise<void> {
  while (!signal.aborted && (await judgeDue(scope, new Date())).points > 0);
}

/** Judges what turns by itself: delays, absences, shelving that ends. */
export async function settleAlarms({ scope, signal }: JobRun): Promise<void> {
  await endShelving(scope, new Date());
  while (!signal.aborted && (await judgeWaiting(scope, new Date())).points > 0);
}

/** Other rules came into force: what was told is judged by them. */
export async function adoptRules({ scope }: JobRun): Promise<void> {
  await withTenantSql(scope, async (sql) => {
    await markRulesDue(sql, scope.tenantId);
    await addJob(sql, "alarm.evaluate", {});
  });
}
