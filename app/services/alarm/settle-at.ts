import { addJob } from "#app/jobs/add-job.ts";
import type { TenantSql } from "#app/platform/database.ts";

/** Nearer than this, delays are met to the second; what is further away to the minute. */
const NEAR_MS = 600_000;

/**
 * Has the time of the earliest of these instants looked at when it comes. Jobs of one second (far away: of one minute) are
 * one job, so that a million waiting devices are not a million jobs.
 */
export async function settleAt(sql: TenantSql, times: readonly (number | undefined)[]): Promise<void> {
  const known = times.filter((time) => time !== undefined);
  if (known.length === 0) return;
  const earliestMs = Math.min(...known);
  const grainMs = earliestMs - Date.now() > NEAR_MS ? 60_000 : 1_000;
  const runAt = new Date(Math.ceil(earliestMs / grainMs) * grainMs);
  await addJob(sql, "alarm.settle", {}, { key: runAt.toISOString(), runAt });
}
