import { addJob } from "#app/jobs/add-job.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { currentRelease } from "#app/services/blueprint/release.ts";
import { present } from "#engines/kernel/assert.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { addMonths } from "#engines/kernel/interval.ts";
import { dayStartMs, parseDay, zoneOf } from "#engines/kernel/zone.ts";
import { billRunErrors } from "./errors.ts";
import { dueAgreements } from "./load-agreements.ts";

const fail = errorsOf(billRunErrors);

/** Agreements of one transaction: large enough that its fixed cost is small, small enough that a kill repeats little. */
export const CHUNK_SIZE = 500;

/** How many workers take chunks of a run at the same time; the bulk lane may give fewer. */
const PARALLEL_JOBS = 2;

export interface StartedRun {
  readonly billRunId: string;
  readonly agreements: number;
  /** False: the month was being billed already, and this is that run. */
  readonly started: boolean;
}

export interface StartOptions {
  readonly period: string;
  /** False: the caller works on it by itself (the command line); true: background jobs do. */
  readonly inBackground: boolean;
  readonly now: Date;
  readonly chunkSize?: number;
  /** Only these of the agreements that are due: a bill that was cancelled is made again. */
  readonly agreementIds?: readonly string[];
}

/**
 * Starts to bill a month ("2026-10") over every agreement that is due in it, under the release in force now. A second call
 * while it runs gives the same run. Agreements that have their bill already are passed over, so that a later run bills what
 * an earlier one could not.
 *
 * @throws BILL_RUN_BUSY (another month is at work), BILL_RUN_EMPTY, BILL_RUN_FUTURE, RELEASE_MISSING
 */
export async function startBillRun(scope: Scope, options: StartOptions): Promise<StartedRun> {
  const release = await currentRelease(scope);
  return withTenantSql(scope, async (sql) => {
    const { tenantId } = scope;
    // Two calls at the same moment: the second waits here and then finds the run of the first.
    await sql.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`bill-run ${tenantId}`]);
    const atWork = await sql.query<{ id: string; period: string; agreements: number }>(
      "SELECT id, period, agreements FROM bill_run WHERE tenant_id = $1 AND state <> 'done'",
      [tenantId],
    );
    const running = atWork.rows[0];
    if (running !== undefined && running.period !== options.period)
      throw fail("BILL_RUN_BUSY", { period: running.period });
    if (running !== undefined)
      return { billRunId: running.id, agreements: running.agreements, started: false };

    await refuseFuture(sql, tenantId, options.period, options.now);
    const all = await dueAgreements(sql, tenantId, options.period);
    const only = options.agreementIds;
    const due = only === undefined ? all : all.filter((id) => only.includes(id));
    if (due.length === 0) throw fail("BILL_RUN_EMPTY", { period: options.period });
    const billRunId = newId();
    const size = options.chunkSize ?? CHUNK_SIZE;
    const chunks = Math.ceil(due.length / size);
    await sql.query(
      `INSERT INTO bill_run (tenant_id, id, period, state, release_number, agreements, chunks, requested_by, requested_by_name, started_at)
       VALUES ($1, $2, $3, 'running', $4, $5, $6, $7, $8, $9)`,
      [
        tenantId,
        billRunId,
        options.period,
        release.number,
        due.length,
        chunks,
        scope.actor.id ?? null,
        scope.actor.name,
        options.now,
      ],
    );
    for (let number = 0; number < chunks; number += 1) {
      await sql.query(
        "INSERT INTO bill_run_chunk (tenant_id, bill_run_id, number, agreement_ids) VALUES ($1, $2, $3, $4)",
        [tenantId, billRunId, number, due.slice(number * size, (number + 1) * size)],
      );
    }
    await audit(sql, scope, {
      action: "run",
      noun: "bill",
      nounId: billRunId,
      after: { period: options.period, agreements: due.length, release: release.number },
    });
    if (options.inBackground) await addRunJobs(sql, billRunId);
    return { billRunId, agreements: due.length, started: true };
  });
}

/** Adds the background jobs of a run; those that wait already are replaced, so it may be called again. */
export async function addRunJobs(sql: TenantSql, billRunId: string): Promise<void> {
  for (let lane = 0; lane < PARALLEL_JOBS; lane += 1) {
    await addJob(sql, "bill-run.continue", { billRunId }, { key: `${billRunId} ${lane}` });
  }
}

/** The month must be over in the zone of the tenant: before, its last reads cannot be there. */
async function refuseFuture(sql: TenantSql, tenantId: string, period: string, now: Date): Promise<void> {
  const { rows } = await sql.query<{ timezone: string }>(
    "SELECT timezone FROM platform.tenant WHERE id = $1",
    [tenantId],
  );
  const zone = zoneOf(present(rows[0], "a tenant that was entered exists").timezone);
  const first = present(parseDay(`${period}-01`), "the period was checked to be a month");
  if (dayStartMs(zone, addMonths(first, 1)) > now.getTime()) throw fail("BILL_RUN_FUTURE", { period });
}
