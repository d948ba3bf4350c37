import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { shadowRunErrors } from "./errors.ts";
import { addShadowJobs } from "./start-shadow-run.ts";

const fail = errorsOf(shadowRunErrors);

export type Steer = "pause" | "resume" | "stop";
const STATES = { pause: "paused", resume: "running", stop: "stopped" } as const;

/** Pauses, resumes or stops a run after the chunks at work now. What was compared stays. @throws NOT_FOUND, SHADOW_RUN_OVER */
export async function steerShadowRun(
  scope: Scope,
  shadowRunId: string,
  steer: Steer,
  now: Date,
): Promise<void> {
  await withTenantSql(scope, async (sql) => {
    const before = await lock(sql, scope.tenantId, shadowRunId);
    if (before === "done" || before === "stopped") throw fail("SHADOW_RUN_OVER");
    const state = STATES[steer];
    if (before !== state) {
      await sql.query(
        "UPDATE shadow_run SET state = $3, finished_at = CASE WHEN $3 = 'stopped' THEN $4::timestamptz END WHERE tenant_id = $1 AND id = $2",
        [scope.tenantId, shadowRunId, state, now],
      );
      const change = { before: { state: before }, after: { state } };
      await audit(sql, scope, { action: "run", noun: "shadowRun", nounId: shadowRunId, ...change });
    }
    if (steer === "resume") await addShadowJobs(sql, shadowRunId);
  });
}

async function lock(sql: TenantSql, tenantId: string, shadowRunId: string): Promise<string> {
  const { rows } = await sql.query<{ state: string }>(
    "SELECT state FROM shadow_run WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
    [tenantId, shadowRunId],
  );
  if (rows[0] === undefined) throw commonError("NOT_FOUND");
  return rows[0].state;
}
