import { addJob } from "#app/jobs/add-job.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { dueAgreements } from "#app/services/bill-run/load-agreements.ts";
import { CHUNK_SIZE } from "#app/services/bill-run/start-bill-run.ts";
import { compiledIn, currentRelease } from "#app/services/blueprint/release.ts";
import { compileTariff, parseTariff } from "#engines/billing/index.ts";
import { present } from "#engines/kernel/assert.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { contentHash, type Hashable } from "#engines/kernel/hash.ts";
import { addMonths } from "#engines/kernel/interval.ts";
import { dayStartMs, parseDay, zoneOf } from "#engines/kernel/zone.ts";
import { shadowRunErrors } from "./errors.ts";
import { monthsBetween } from "./months.ts";

const fail = errorsOf(shadowRunErrors);

/** A year shows every season once; more only takes longer. */
export const MONTHS_MOST = 12;

/** How many workers take chunks of a run at the same time. */
const PARALLEL_JOBS = 2;

export interface ShadowRunPlan {
  /** Key and content of the draft tariff. The content is kept as it is now. */
  readonly tariffKey: string;
  readonly content: unknown;
  /** Tariffs in force whose agreements are rated by the draft. */
  readonly liveKeys: readonly string[];
  readonly from: string;
  readonly to: string;
  /** False: the caller works on it by itself. */
  readonly inBackground: boolean;
  readonly now: Date;
  readonly chunkSize?: number;
}

/**
 * Starts to rate a draft tariff beside the one in force over every agreement that was due in months that are past.
 * @throws TARIFF_INVALID and what compiling throws, ITEM_UNKNOWN, SHADOW_RUN_EMPTY, SHADOW_RUN_FUTURE, SHADOW_RUN_LONG,
 * SHADOW_CURRENCY
 */
export async function startShadowRun(
  scope: Scope,
  plan: ShadowRunPlan,
): Promise<{ shadowRunId: string; agreements: number }> {
  const tariff = parseTariff(plan.content);
  const draft = compileTariff(tariff);
  const release = await currentRelease(scope);
  for (const key of plan.liveKeys) {
    const live = compiledIn(release, "tariff", key).program.currency;
    if (live !== draft.currency) throw fail("SHADOW_CURRENCY", { draft: draft.currency, live });
  }
  const months = monthsBetween(plan.from, plan.to);
  if (months.length > MONTHS_MOST) throw fail("SHADOW_RUN_LONG", { most: MONTHS_MOST });
  return withTenantSql(scope, async (sql) => {
    const { tenantId } = scope;
    await refuseFuture(sql, tenantId, plan.to, plan.now);
    const wanted = await agreementsOf(sql, tenantId, months, plan.liveKeys);
    if (wanted.length === 0) {
      throw fail("SHADOW_RUN_EMPTY", { from: plan.from, to: plan.to, tariffs: plan.liveKeys.join(", ") });
    }
    const shadowRunId = newId();
    const size = plan.chunkSize ?? CHUNK_SIZE;
    const chunks = Math.ceil(wanted.length / size);
    await sql.query(
      `INSERT INTO shadow_run (tenant_id, id, tariff_key, tariff_hash, content, live_keys, period_from, period_to, state,
         release_number, agreements, chunks, requested_by, requested_by_name, started_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'running', $9, $10, $11, $12, $13, $14)`,
      [
        tenantId,
        shadowRunId,
        plan.tariffKey,
        contentHash(tariff as unknown as Hashable),
        JSON.stringify(tariff),
        plan.liveKeys,
        plan.from,
        plan.to,
        release.number,
        wanted.length,
        chunks,
        scope.actor.id ?? null,
        scope.actor.name,
        plan.now,
      ],
    );
    await sql.query(
      `INSERT INTO shadow_run_chunk (tenant_id, shadow_run_id, number, agreement_ids)
       SELECT $1, $2, (at - 1) / $4, array_agg(id ORDER BY at)
       FROM unnest($3::uuid[]) WITH ORDINALITY AS x(id, at) GROUP BY (at - 1) / $4`,
      [tenantId, shadowRunId, wanted, size],
    );
    await audit(sql, scope, {
      action: "run",
      noun: "shadowRun",
      nounId: shadowRunId,
      after: {
        tariff: plan.tariffKey,
        of: plan.liveKeys,
        from: plan.from,
        to: plan.to,
        agreements: wanted.length,
      },
    });
    if (plan.inBackground) await addShadowJobs(sql, shadowRunId);
    return { shadowRunId, agreements: wanted.length };
  });
}

/** Adds the background jobs of a run; those that wait already are replaced, so it may be called again. */
export async function addShadowJobs(sql: TenantSql, shadowRunId: string): Promise<void> {
  for (let lane = 0; lane < PARALLEL_JOBS; lane += 1) {
    await addJob(sql, "shadow-run.continue", { shadowRunId }, { key: `${shadowRunId} ${lane}` });
  }
}

/** Agreements on the given tariffs that are due in one of the months, in order. */
async function agreementsOf(
  sql: TenantSql,
  tenantId: string,
  months: readonly string[],
  liveKeys: readonly string[],
): Promise<string[]> {
  const due = new Set<string>();
  for (const month of months) for (const id of await dueAgreements(sql, tenantId, month)) due.add(id);
  const { rows } = await sql.query<{ id: string }>(
    `SELECT a.id FROM unnest($2::uuid[]) AS x(id) JOIN agreement a ON a.tenant_id = $1 AND a.id = x.id
     WHERE a.tariff_key = ANY ($3::text[]) ORDER BY a.id`,
    [tenantId, [...due], liveKeys],
  );
  return rows.map(({ id }) => id);
}

async function refuseFuture(sql: TenantSql, tenantId: string, period: string, now: Date): Promise<void> {
  const { rows } = await sql.query<{ timezone: string }>(
    "SELECT timezone FROM platform.tenant WHERE id = $1",
    [tenantId],
  );
  const zone = zoneOf(present(rows[0], "a tenant that was entered exists").timezone);
  const first = present(parseDay(`${period}-01`), "the period was checked to be a month");
  if (dayStartMs(zone, addMonths(first, 1)) > now.getTime()) throw fail("SHADOW_RUN_FUTURE", { period });
}
