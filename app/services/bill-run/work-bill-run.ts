import { readTenant, type TenantSql, withIdentity, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type ReleaseContent, releaseOf } from "#app/services/blueprint/release.ts";
import { recordCalls } from "#app/services/plugin/call-plugin.ts";
import { CHINA, WEEKENDS_ONLY } from "#engines/kernel/calendar.ts";
import { loadAgreements } from "./load-agreements.ts";
import { loadUsage } from "./load-usage.ts";
import { chargeByPlugins } from "./plugin-charges.ts";
import { type Outcome, rateAgreement } from "./rate-agreement.ts";
import { type ChunkCounts, storeOutcomes } from "./store-chunk.ts";

interface RunRow {
  readonly period: string;
  readonly state: "running" | "paused" | "done";
  readonly releaseNumber: number;
  readonly timezone: string;
}

/**
 * Works on a bill run until no chunk is left for this process, the run is paused, or `signal` fires. Any number of
 * processes may work on the same run; a chunk is taken by one of them (`SKIP LOCKED`) and is one transaction: rated,
 * written, counted, committed. Killed at any moment, the chunk is waiting again.
 */
export async function workBillRun(
  scope: Scope,
  billRunId: string,
  options: {
    readonly signal?: AbortSignal;
    readonly now: () => Date;
    /** Whether customers are told of their bills; a demo or a migration bills months that are long past. */
    readonly tell?: boolean;
    readonly onChunk?: (counts: ChunkCounts) => void;
  },
): Promise<void> {
  const [run] = await readTenant<RunRow>(
    scope,
    "bill-run.to-work",
    `SELECT r.period, r.state, r.release_number AS "releaseNumber", t.timezone
     FROM bill_run r JOIN platform.tenant t ON t.id = r.tenant_id WHERE r.tenant_id = $1 AND r.id = $2`,
    [scope.tenantId, billRunId],
  );
  if (run === undefined || run.state !== "running") return;
  const release = await releaseOf(scope, run.releaseNumber);
  while (options.signal?.aborted !== true) {
    const chunk = await workChunk(scope, billRunId, run, release, options);
    if (chunk === undefined) {
      await finish(scope, billRunId, options.now());
      return;
    }
    options.onChunk?.(chunk.counts);
    if (REFRESH_AFTER.has(chunk.number)) await refreshStatistics();
  }
}

/**
 * The planner chooses its look-ups by what it believes of the tables. The first run of an installation fills empty ones, and
 * until somebody tells it, it reads them from end to end for each agreement. Tables that did not change much are passed over.
 */
async function refreshStatistics(): Promise<void> {
  await withIdentity((sql) => sql.query("SELECT platform.refresh_statistics()"));
}

/** After these chunks of a run. Later the tables are large, and their statistics stay true for longer. */
const REFRESH_AFTER: ReadonlySet<number> = new Set([0, 7, 63]);

// The run's row is not locked: chunks of one run must not wait for each other. A pause stops the next chunk.
const TAKE_CHUNK = `
  SELECT c.number, c.agreement_ids FROM bill_run_chunk c
  JOIN bill_run r ON r.tenant_id = c.tenant_id AND r.id = c.bill_run_id
  WHERE c.tenant_id = $1 AND c.bill_run_id = $2 AND c.state = 'waiting' AND r.state = 'running'
  ORDER BY c.number LIMIT 1 FOR UPDATE OF c SKIP LOCKED`;

async function workChunk(
  scope: Scope,
  billRunId: string,
  run: RunRow,
  release: ReleaseContent,
  options: { readonly now: () => Date; readonly tell?: boolean },
): Promise<{ number: number; counts: ChunkCounts } | undefined> {
  const { tenantId } = scope;
  const now = options.now();
  return withTenantSql(scope, async (sql) => {
    const taken = await sql.query<{ number: number; agreement_ids: string }>(TAKE_CHUNK, [
      tenantId,
      billRunId,
    ]);
    const chunk = taken.rows[0];
    if (chunk === undefined) return undefined;
    const ids = idsOf(chunk.agreement_ids);
    const rated = await rateAgreements(sql, scope, run.period, release, ids);
    const { outcomes, calls } = await chargeByPlugins(sql, scope, release, rated, now);
    await recordCalls(sql, tenantId, calls);
    const calendar = run.timezone === "Asia/Shanghai" ? CHINA : WEEKENDS_ONLY;
    const counts = await storeOutcomes(
      sql,
      scope,
      { billRunId, period: run.period, calendar, now, tell: options.tell ?? true },
      outcomes,
    );
    // An agreement that ended since the run was started is not due any more.
    const skipped = counts.skipped + ids.length - outcomes.length;
    await sql.query(
      `UPDATE bill_run_chunk SET state = 'done', posted = $4, held = $5, failed = $6, skipped = $7, finished_at = $8
       WHERE tenant_id = $1 AND bill_run_id = $2 AND number = $3`,
      [tenantId, billRunId, chunk.number, counts.posted, counts.held, counts.failed, skipped, now],
    );
    return { number: chunk.number, counts: { ...counts, skipped } };
  });
}

/** Reads and rates agreements without writing anything: what a run does, and what a rehearsal of it shows. */
export async function rateAgreements(
  sql: TenantSql,
  scope: Scope,
  period: string,
  release: ReleaseContent,
  ids: readonly string[],
): Promise<Outcome[]> {
  const agreements = await loadAgreements(sql, scope.tenantId, period, ids);
  const open = agreements.filter(({ billed }) => !billed);
  const usage = await loadUsage(sql, scope.tenantId, open);
  return agreements.map((agreement) => rateAgreement(release, agreement, usage.get(agreement.id)));
}

/** The run is done when no chunk waits. A chunk that another process is at work on still does; that one will be last. */
async function finish(scope: Scope, billRunId: string, now: Date): Promise<void> {
  await withTenantSql(scope, (sql) =>
    sql.query(
      `UPDATE bill_run r SET state = 'done', finished_at = $3
       WHERE r.tenant_id = $1 AND r.id = $2 AND r.state = 'running' AND NOT EXISTS (
         SELECT 1 FROM bill_run_chunk c WHERE c.tenant_id = $1 AND c.bill_run_id = $2 AND c.state = 'waiting')`,
      [scope.tenantId, billRunId, now],
    ),
  );
}

/** uuid[] comes as an array, or as its text where the driver knows no parser for it. */
function idsOf(value: string | readonly string[]): string[] {
  return typeof value === "string" ? value.slice(1, -1).split(",") : [...value];
}
