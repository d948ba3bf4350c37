import { copyRows } from "#app/platform/copy-rows.ts";
import { readTenant, type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { loadAgreements } from "#app/services/bill-run/load-agreements.ts";
import { loadUsage } from "#app/services/bill-run/load-usage.ts";
import { type ReleaseContent, releaseOf } from "#app/services/blueprint/release.ts";
import { compileTariff, parseTariff, type TariffProgram } from "#engines/billing/index.ts";
import { type Comparison, comparePeriod, newComparison } from "./compare-agreement.ts";
import { monthsBetween } from "./months.ts";
import { usedInYear } from "./used-this-year.ts";

interface RunRow {
  readonly state: "running" | "paused" | "stopped" | "done";
  readonly content: unknown;
  readonly from: string;
  readonly to: string;
  readonly releaseNumber: number;
}

/**
 * Works on a shadow run until no chunk is left for this process, the run is paused or stopped, or `signal` fires. As in a
 * bill run, a chunk is one transaction and one process's (`SKIP LOCKED`): killed at any moment it is waiting again.
 */
export async function workShadowRun(
  scope: Scope,
  shadowRunId: string,
  options: { readonly signal?: AbortSignal; readonly now: () => Date },
): Promise<void> {
  const [run] = await readTenant<RunRow>(
    scope,
    "shadow-run.to-work",
    `SELECT state, content, period_from AS "from", period_to AS "to", release_number AS "releaseNumber"
     FROM shadow_run WHERE tenant_id = $1 AND id = $2`,
    [scope.tenantId, shadowRunId],
  );
  if (run?.state !== "running") return;
  const release = await releaseOf(scope, run.releaseNumber);
  const draft = compileTariff(parseTariff(run.content));
  const months = monthsBetween(run.from, run.to);
  while (options.signal?.aborted !== true) {
    if (!(await workChunk(scope, shadowRunId, { release, draft, months }, options.now()))) {
      await finish(scope, shadowRunId, options.now());
      return;
    }
  }
}

interface Sides {
  readonly release: ReleaseContent;
  readonly draft: TariffProgram;
  readonly months: readonly string[];
}

const TAKE_CHUNK = `
  SELECT c.number, c.agreement_ids::text AS ids FROM shadow_run_chunk c
  JOIN shadow_run r ON r.tenant_id = c.tenant_id AND r.id = c.shadow_run_id
  WHERE c.tenant_id = $1 AND c.shadow_run_id = $2 AND c.state = 'waiting' AND r.state = 'running'
  ORDER BY c.number LIMIT 1 FOR UPDATE OF c SKIP LOCKED`;

async function workChunk(scope: Scope, shadowRunId: string, sides: Sides, now: Date): Promise<boolean> {
  const { tenantId } = scope;
  return withTenantSql(scope, async (sql) => {
    const taken = await sql.query<{ number: number; ids: string }>(TAKE_CHUNK, [tenantId, shadowRunId]);
    const chunk = taken.rows[0];
    if (chunk === undefined) return false;
    const ids = chunk.ids.slice(1, -1).split(",");
    const comparisons = await compareAgreements(sql, tenantId, sides, ids);
    await store(sql, tenantId, shadowRunId, comparisons);
    const failed = comparisons.filter(({ fault }) => fault !== undefined).length;
    await sql.query(
      `UPDATE shadow_run_chunk SET state = 'done', compared = cardinality(agreement_ids) - $4::integer, failed = $4, finished_at = $5
       WHERE tenant_id = $1 AND shadow_run_id = $2 AND number = $3`,
      [tenantId, shadowRunId, chunk.number, failed, now],
    );
    return true;
  });
}

/** Rates the agreements of a chunk month by month by both tariffs. Nothing is written. */
export async function compareAgreements(
  sql: TenantSql,
  tenantId: string,
  { release, draft, months }: Sides,
  ids: readonly string[],
): Promise<Comparison[]> {
  const found = new Map<string, Comparison>();
  const byYear = draft.charges.some((charge) => charge.type === "energy" && charge.tiers?.window === "year");
  for (const month of months) {
    const agreements = await loadAgreements(sql, tenantId, month, ids);
    const usage = await loadUsage(sql, tenantId, agreements);
    const fresh = agreements.filter(({ id }) => !found.has(id));
    const used = byYear && fresh.length > 0 ? await usedInYear(sql, tenantId, fresh) : undefined;
    for (const agreement of agreements) {
      const comparison = found.get(agreement.id) ?? newComparison(agreement);
      found.set(agreement.id, comparison);
      const usedThisYear = used?.get(agreement.id);
      comparePeriod(comparison, release, draft, {
        agreement,
        usage: usage.get(agreement.id),
        usedThisYear,
      });
    }
  }
  return [...found.values()];
}

const COLUMNS = [
  "agreement_id",
  "class",
  "currency",
  "usage",
  "live",
  "draft",
  "bills",
  "side",
  "code",
  "params",
] as const;

const STAGE = `CREATE TEMPORARY TABLE IF NOT EXISTS staged_shadow_result (
  agreement_id uuid, class text, currency text, usage numeric, live numeric, draft numeric, bills smallint, side text, code text,
  params jsonb) ON COMMIT DELETE ROWS`;

async function store(
  sql: TenantSql,
  tenantId: string,
  shadowRunId: string,
  comparisons: readonly Comparison[],
): Promise<void> {
  await sql.query(STAGE);
  await copyRows(
    sql,
    "pg_temp.staged_shadow_result",
    COLUMNS,
    comparisons.map((each) => [
      each.agreementId,
      each.class,
      ...(each.fault === undefined
        ? [
            each.currency,
            each.usage.toString(),
            each.live.toString(),
            each.draft.toString(),
            each.bills,
            null,
            null,
            null,
          ]
        : [
            null,
            null,
            null,
            null,
            each.bills,
            each.fault.side,
            each.fault.error.code,
            each.fault.error.params,
          ]),
    ]),
  );
  await sql.query(
    `INSERT INTO shadow_run_result (tenant_id, shadow_run_id, ${COLUMNS.join(", ")})
     SELECT $1::uuid, $2::uuid, ${COLUMNS.join(", ")} FROM pg_temp.staged_shadow_result
     ON CONFLICT ON CONSTRAINT shadow_run_result_pk DO NOTHING`,
    [tenantId, shadowRunId],
  );
}

/** Done when no chunk waits; one that another process is at work on still does, and that one will be last. */
async function finish(scope: Scope, shadowRunId: string, now: Date): Promise<void> {
  await withTenantSql(scope, (sql) =>
    sql.query(
      `UPDATE shadow_run r SET state = 'done', finished_at = $3
       WHERE r.tenant_id = $1 AND r.id = $2 AND r.state = 'running' AND NOT EXISTS (
         SELECT 1 FROM shadow_run_chunk c WHERE c.tenant_id = $1 AND c.shadow_run_id = $2 AND c.state = 'waiting')`,
      [scope.tenantId, shadowRunId, now],
    ),
  );
}
