import { readTenant, withIdentity } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { startBillRun } from "#app/services/bill-run/start-bill-run.ts";
import { workBillRun } from "#app/services/bill-run/work-bill-run.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { DAY_MS, HOUR_MS, type Zone } from "#engines/kernel/zone.ts";
import { freezeMs, type Month, months, monthText, type Window } from "./window.ts";

/**
 * Bills the months of the demo but the last one, the way a clerk does: a run a month, on the morning of its third day.
 * A month that has its run is passed over, a run that was broken off goes on. Returns how many bills were posted.
 */
export async function writeBills(
  scope: Scope,
  zone: Zone,
  window: Window,
  onProgress: (month: string) => void,
): Promise<number> {
  let posted = 0;
  for (const month of months(window.billed, window.current - 1)) {
    const period = monthText(month);
    if (await isBilled(scope, period)) continue;
    onProgress(period);
    await refreshStatistics();
    const now = billingTime(zone, month);
    const run = await startBillRun(scope, { period, inBackground: false, now }).catch(emptyMonth);
    if (run === undefined) continue;
    await workBillRun(scope, run.billRunId, {
      now: () => now,
      tell: false,
      onChunk: (counts) => {
        posted += counts.posted;
      },
    });
  }
  return posted;
}

/** A table that was just filled is taken for empty by the planner until somebody looks at it: bills would take a minute. */
async function refreshStatistics(): Promise<void> {
  await withIdentity((sql) => sql.query("SELECT platform.refresh_statistics()"));
}

/** When the run of a month is made: at nine on the third day of the next one. */
export const billingTime = (zone: Zone, month: Month): Date =>
  new Date(freezeMs(zone, month + 1) + 2 * DAY_MS + 9 * HOUR_MS);

async function isBilled(scope: Scope, period: string): Promise<boolean> {
  const rows = await readTenant(
    scope,
    "seed.billed",
    "SELECT 1 FROM bill_run WHERE tenant_id = $1 AND period = $2 AND state = 'done'",
    [scope.tenantId, period],
  );
  return rows.length > 0;
}

/** A month in which nothing is due (gas is billed every second month) has no run. */
function emptyMonth(error: unknown): undefined {
  if (error instanceof ManifoldError && error.code === "BILL_RUN_EMPTY") return undefined;
  throw error;
}
