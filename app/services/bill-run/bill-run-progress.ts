import { commonError } from "#app/platform/common-errors.ts";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

/** A run with its counts, as they stand in the database at this moment. Times are ISO instants. */
export interface BillRun {
  readonly id: string;
  readonly period: string;
  readonly state: "running" | "paused" | "done";
  readonly releaseNumber: number;
  readonly agreements: number;
  readonly chunks: number;
  readonly chunksDone: number;
  readonly posted: number;
  readonly held: number;
  readonly failed: number;
  readonly skipped: number;
  readonly requestedBy: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

const RUN = `
  SELECT r.id, r.period, r.state, r.release_number AS "releaseNumber", r.agreements, r.chunks,
    c.done AS "chunksDone", c.posted, c.held, c.failed, c.skipped, r.requested_by_name AS "requestedBy",
    to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "startedAt",
    to_char(r.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "finishedAt"
  FROM bill_run r
  CROSS JOIN LATERAL (
    SELECT (count(*) FILTER (WHERE k.state = 'done'))::integer AS done, coalesce(sum(k.posted), 0)::integer AS posted,
      coalesce(sum(k.held), 0)::integer AS held, coalesce(sum(k.failed), 0)::integer AS failed,
      coalesce(sum(k.skipped), 0)::integer AS skipped
    FROM bill_run_chunk k WHERE k.tenant_id = r.tenant_id AND k.bill_run_id = r.id
  ) AS c
  WHERE r.tenant_id = $1`;

/** How a run stands. @throws NOT_FOUND */
export async function billRunProgress(scope: Scope, billRunId: string): Promise<BillRun> {
  const rows = await readTenant<BillRun>(scope, "bill-run.one", `${RUN} AND r.id = $2`, [
    scope.tenantId,
    billRunId,
  ]);
  const run = rows[0];
  if (run === undefined) throw commonError("NOT_FOUND");
  return run;
}

const LIST_LIMIT = 50;

/** The latest runs, newest first. */
export async function listBillRuns(scope: Scope): Promise<BillRun[]> {
  return readTenant<BillRun>(scope, "bill-run.list", `${RUN} ORDER BY r.id DESC LIMIT ${LIST_LIMIT}`, [
    scope.tenantId,
  ]);
}
