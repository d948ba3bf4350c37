import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { billRunErrors } from "#app/services/bill-run/errors.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { postStoredBill, type StoredBill } from "./post-stored-bill.ts";

const fail = errorsOf(billRunErrors);

interface PostedBill extends StoredBill {
  number: string;
  state: string;
  paid: string;
  agreement_id: string;
  period: string;
  later: string | null;
}

/**
 * Takes a posted bill back: its exact reversal is booked and the bill stays as cancelled, with the reason in the audit
 * trail. What was paid on it becomes the customer's credit. The next run of the month makes a new revision.
 * Later bills stand on this one (yearly tiers, peaks), so the latest is cancelled first.
 * @throws NOT_FOUND, BILL_NOT_POSTED, BILL_HAS_LATER, BILL_RUN_BUSY
 */
export async function cancelBill(
  scope: Scope,
  billId: string,
  { reason, now, unlessRunning = false }: Cancellation,
): Promise<{ agreementId: string; period: string }> {
  return withTenantSql(scope, async (sql) => {
    if (unlessRunning) await refuseRunning(sql, scope.tenantId);
    const bill = await lockPosted(sql, scope.tenantId, billId);
    await postStoredBill(sql, scope.tenantId, billId, bill, { kind: "cancellation", at: now });
    await sql.query(
      "UPDATE bill SET state = 'cancelled', cancelled_at = $3 WHERE tenant_id = $1 AND id = $2",
      [scope.tenantId, billId, now],
    );
    await audit(sql, scope, {
      action: "cancel",
      noun: "bill",
      nounId: billId,
      before: { state: "posted" },
      after: { state: "cancelled", number: bill.number, reason, paid: bill.paid },
    });
    return { agreementId: bill.agreement_id, period: bill.period };
  });
}

interface Cancellation {
  readonly reason: string;
  readonly now: Date;
  /** Refused while a bill run is at work: the bill could not be made again at once. */
  readonly unlessRunning?: boolean;
}

async function refuseRunning(sql: TenantSql, tenantId: string): Promise<void> {
  const { rows } = await sql.query<{ period: string }>(
    "SELECT period FROM bill_run WHERE tenant_id = $1 AND state <> 'done'",
    [tenantId],
  );
  if (rows[0] !== undefined) throw fail("BILL_RUN_BUSY", { period: rows[0].period });
}

async function lockPosted(sql: TenantSql, tenantId: string, billId: string): Promise<PostedBill> {
  const { rows } = await sql.query<PostedBill>(
    `SELECT b.number, b.state, b.paid::text AS paid, b.agreement_id, b.period, b.currency, b.customer_id,
       c.number AS customer_number, b.included_taxes,
       (SELECT l.number FROM bill l WHERE l.tenant_id = b.tenant_id AND l.agreement_id = b.agreement_id
          AND l.period_start > b.period_start AND l.state <> 'cancelled' ORDER BY l.period_start LIMIT 1) AS later
     FROM bill b JOIN customer c ON c.tenant_id = b.tenant_id AND c.id = b.customer_id
     WHERE b.tenant_id = $1 AND b.id = $2 FOR UPDATE OF b`,
    [tenantId, billId],
  );
  const bill = rows[0];
  if (bill === undefined) throw commonError("NOT_FOUND");
  if (bill.state !== "posted") throw fail("BILL_NOT_POSTED", { number: bill.number });
  if (bill.later !== null) throw fail("BILL_HAS_LATER", { number: bill.number, later: bill.later });
  return bill;
}
