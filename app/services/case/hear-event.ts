import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { RETURNED_STATES } from "#engines/alarms/index.ts";
import { openTask, stepOf } from "#engines/service/index.ts";
import type { AwaitedEvent } from "#schema/blueprint/service/schema.ts";
import { type LoadedCase, loadCase } from "./load-case.ts";
import { endWaitIn, tickCaseIn } from "./operate-case.ts";

/** Of what something was told: the cases that may wait for it are looked up. */
export type Told =
  | { readonly caseId: string }
  | { readonly paymentId: string }
  | { readonly alarmId: string };

/** Lets the cases go on that wait for what was told, each in a transaction of its own. Returns how many went on. */
export async function hearEvent(scope: Scope, told: Told, now: Date): Promise<number> {
  const caseIds = "caseId" in told ? [told.caseId] : await waitingCases(scope, told);
  let gone = 0;
  for (const caseId of caseIds) if (await hearIn(scope, caseId, now)) gone += 1;
  return gone;
}

/**
 * It looks at what is stored, not at what it was told: an event that is told late, twice or while the case was just entering
 * its step does no harm (SPEC T4).
 */
async function hearIn(scope: Scope, caseId: string, now: Date): Promise<boolean> {
  return withTenantSql(scope, async (sql) => {
    await tickCaseIn(sql, scope, caseId, now);
    const found = await loadCase(sql, scope.tenantId, caseId, { lock: true });
    const task = openTask(found.state);
    if (found.state.status !== "open" || task === undefined) return false;
    const event = stepOf(found.program, task.step).wait?.event;
    if (event === undefined) return false;
    if (!(await HAS_COME[event](sql, scope.tenantId, found, new Date(task.enteredMs)))) return false;
    await endWaitIn(sql, scope, found, event, now);
    return true;
  });
}

type HasCome = (sql: TenantSql, tenantId: string, found: LoadedCase, enteredAt: Date) => Promise<boolean>;

/** Whether what is waited for has come to pass. */
const HAS_COME: Readonly<Record<AwaitedEvent, HasCome>> = {
  // What was paid before the step is not what it waits for.
  "payment.received": async (sql, tenantId, { customerId }, enteredAt) => {
    const { rowCount } = await sql.query(
      "SELECT FROM payment WHERE tenant_id = $1 AND customer_id = $2 AND received_at >= $3 LIMIT 1",
      [tenantId, customerId, enteredAt],
    );
    return rowCount > 0;
  },
  // A state, not a moment: an alarm that is over when the step is entered needs no waiting.
  "alarm.returned": async (sql, tenantId, { facts }) => {
    const { rowCount } = await sql.query(
      "SELECT FROM alarm WHERE tenant_id = $1 AND id = $2 AND state = ANY ($3)",
      [tenantId, facts.alarmId, RETURNED_STATES],
    );
    return rowCount > 0;
  },
};

async function waitingCases(
  scope: Scope,
  told: { readonly paymentId: string } | { readonly alarmId: string },
): Promise<string[]> {
  const [whose, id] =
    "paymentId" in told
      ? ["c.customer_id = (SELECT customer_id FROM payment WHERE tenant_id = $1 AND id = $2)", told.paymentId]
      : ["c.alarm_id = $2", told.alarmId];
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{ id: string }>(
      `SELECT c.id FROM service_case c
       JOIN case_task t ON t.tenant_id = c.tenant_id AND t.case_id = c.id AND t.number = c.task_number
       WHERE c.tenant_id = $1 AND ${whose} AND c.state = 'open' AND t.kind = 'wait' AND t.state = 'open' ORDER BY c.id`,
      [scope.tenantId, id],
    );
    return rows.map((row) => row.id);
  });
}
