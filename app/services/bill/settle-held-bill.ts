import { publish } from "#app/jobs/subscriptions.ts";
import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { billRunErrors } from "#app/services/bill-run/errors.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { postStoredBill, type StoredBill } from "./post-stored-bill.ts";

const fail = errorsOf(billRunErrors);

interface HeldBill extends StoredBill {
  number: string;
  state: string;
}

/**
 * Posts a bill that was held by a check: its ledger entries and its state in one transaction, as a run would have done.
 * @throws NOT_FOUND, BILL_NOT_HELD
 */
export async function releaseBill(scope: Scope, billId: string, now: Date): Promise<void> {
  await withTenantSql(scope, async (sql) => {
    const bill = await lockHeld(sql, scope.tenantId, billId);
    await postStoredBill(sql, scope.tenantId, billId, bill, { kind: "bill", at: now });
    await sql.query("UPDATE bill SET state = 'posted', posted_at = $3 WHERE tenant_id = $1 AND id = $2", [
      scope.tenantId,
      billId,
      now,
    ]);
    await settle(sql, scope, billId, bill.number, "released", now);
    await publish(sql, "bill.posted", { billIds: [billId] });
  });
}

/** Takes a held bill back: it never was the customer's. The next run of the month makes a new revision. @throws as above */
export async function discardBill(scope: Scope, billId: string, now: Date): Promise<void> {
  await withTenantSql(scope, async (sql) => {
    const bill = await lockHeld(sql, scope.tenantId, billId);
    await sql.query(
      "UPDATE bill SET state = 'cancelled', cancelled_at = $3 WHERE tenant_id = $1 AND id = $2",
      [scope.tenantId, billId, now],
    );
    await settle(sql, scope, billId, bill.number, "discarded", now);
  });
}

async function lockHeld(sql: TenantSql, tenantId: string, billId: string): Promise<HeldBill> {
  const { rows } = await sql.query<HeldBill>(
    `SELECT b.number, b.state, b.currency, b.customer_id, c.number AS customer_number, b.included_taxes
     FROM bill b JOIN customer c ON c.tenant_id = b.tenant_id AND c.id = b.customer_id
     WHERE b.tenant_id = $1 AND b.id = $2 FOR UPDATE OF b`,
    [tenantId, billId],
  );
  const bill = rows[0];
  if (bill === undefined) throw commonError("NOT_FOUND");
  if (bill.state !== "draft") throw fail("BILL_NOT_HELD", { number: bill.number });
  return bill;
}

async function settle(
  sql: TenantSql,
  scope: Scope,
  billId: string,
  number: string,
  resolution: "released" | "discarded",
  now: Date,
): Promise<void> {
  await sql.query(
    `UPDATE bill_exception SET resolution = $3, resolved_at = $4, resolved_by_name = $5
     WHERE tenant_id = $1 AND bill_id = $2 AND resolution IS NULL`,
    [scope.tenantId, billId, resolution, now, scope.actor.name],
  );
  await audit(sql, scope, {
    action: "run",
    noun: "bill",
    nounId: billId,
    before: { state: "draft" },
    after: { number, resolution },
  });
}
