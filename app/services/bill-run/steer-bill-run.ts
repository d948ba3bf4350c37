import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { billRunErrors } from "./errors.ts";
import { addRunJobs } from "./start-bill-run.ts";

const fail = errorsOf(billRunErrors);

/** Stops a run after the chunks at work now; `resumeBillRun` goes on with it. @throws NOT_FOUND, BILL_RUN_DONE */
export async function pauseBillRun(scope: Scope, billRunId: string): Promise<void> {
  await setState(scope, billRunId, "paused");
}

/** Goes on with a paused run; for one that runs it makes sure that somebody works on it. @throws NOT_FOUND, BILL_RUN_DONE */
export async function resumeBillRun(scope: Scope, billRunId: string): Promise<void> {
  await setState(scope, billRunId, "running", (sql) => addRunJobs(sql, billRunId));
}

async function setState(
  scope: Scope,
  billRunId: string,
  state: "running" | "paused",
  then?: (sql: TenantSql) => Promise<void>,
): Promise<void> {
  await withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{ state: string; period: string }>(
      "SELECT state, period FROM bill_run WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
      [scope.tenantId, billRunId],
    );
    const run = rows[0];
    if (run === undefined) throw commonError("NOT_FOUND");
    if (run.state === "done") throw fail("BILL_RUN_DONE", { period: run.period });
    if (run.state !== state) {
      await sql.query("UPDATE bill_run SET state = $3 WHERE tenant_id = $1 AND id = $2", [
        scope.tenantId,
        billRunId,
        state,
      ]);
      const change = { before: { state: run.state }, after: { state } };
      await audit(sql, scope, { action: "run", noun: "bill", nounId: billRunId, ...change });
    }
    await then?.(sql);
  });
}
