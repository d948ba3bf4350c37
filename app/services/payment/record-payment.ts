import type { GatewayPayment } from "#app/connectors/payment/port.ts";
import { publish } from "#app/jobs/subscriptions.ts";
import type { TenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { postEntries } from "#app/services/ledger/post-entries.ts";
import { paymentErrors } from "#app/services/payment/errors.ts";
import { issueReceipt } from "#app/services/receipt/issue-receipt.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { errorsOf } from "#engines/kernel/errors.ts";

const fail = errorsOf(paymentErrors);

interface IntentRow {
  id: string;
  state: string;
  customer_id: string;
  customer_number: string;
  bill_id: string;
  amount: string;
  currency: string;
}

/**
 * Writes down a payment that a gateway has confirmed: payment, ledger entry, allocation to the bill, receipt, all in the
 * caller's transaction. Whatever was told before, by whichever way, a transaction number is recorded once; the second
 * time this returns `undefined`. What exceeds the bill stays as the customer's credit on the receivable account.
 *
 * @throws ORDER_UNKNOWN, PAYMENT_MISMATCH (amount or currency differ from the order: nothing is written)
 */
export async function recordPayment(
  sql: TenantSql,
  scope: Scope,
  gateway: string,
  told: GatewayPayment & { readonly transactionNumber: string },
  now: Date,
): Promise<{ paymentId: string } | undefined> {
  // The intent is locked first: deliveries of the same order wait for each other here, in whatever process they are.
  const { rows } = await sql.query<IntentRow>(
    `SELECT i.id, i.state, i.customer_id, c.number AS customer_number, i.bill_id, i.amount::text, i.currency
     FROM payment_intent i JOIN customer c ON c.tenant_id = i.tenant_id AND c.id = i.customer_id
     WHERE i.tenant_id = $1 AND i.order_number = $2 FOR UPDATE OF i`,
    [scope.tenantId, told.orderNumber],
  );
  const intent = rows[0];
  if (intent === undefined) throw fail("ORDER_UNKNOWN", { orderNumber: told.orderNumber });
  const { amount, currency } = told;
  if (!amount.equals(Decimal.parse(intent.amount)) || currency !== intent.currency) {
    throw fail("PAYMENT_MISMATCH", {
      orderNumber: told.orderNumber,
      expected: `${intent.amount} ${intent.currency}`,
      told: `${amount} ${currency}`,
    });
  }

  const paymentId = newId();
  const paidAt = told.paidAt ?? now;
  const inserted = await sql.query(
    `INSERT INTO payment (tenant_id, id, customer_id, payment_intent_id, amount, currency, gateway, transaction_number, paid_at, received_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT ON CONSTRAINT payment_transaction_unique DO NOTHING`,
    [
      scope.tenantId,
      paymentId,
      intent.customer_id,
      intent.id,
      amount.toString(),
      currency,
      gateway,
      told.transactionNumber,
      paidAt,
      now,
    ],
  );
  if (inserted.rowCount === 0) return undefined;

  await postEntries(sql, scope.tenantId, [
    {
      debit: "clearing",
      credit: { customerId: intent.customer_id, customerNumber: intent.customer_number },
      amount,
      currency,
      eventAt: paidAt,
      referenceKind: "payment",
      referenceId: paymentId,
      key: "received",
    },
  ]);
  await allocate(sql, scope.tenantId, paymentId, intent.bill_id, amount);
  await issueReceipt(sql, scope.tenantId, paymentId, now);
  if (intent.state === "created") {
    await sql.query(
      "UPDATE payment_intent SET state = 'paid', closed_at = $3 WHERE tenant_id = $1 AND id = $2",
      [scope.tenantId, intent.id, now],
    );
  }
  await audit(sql, scope, {
    action: "record",
    noun: "payment",
    nounId: paymentId,
    after: { amount: amount.toString(), currency, gateway, transactionNumber: told.transactionNumber },
  });
  await publish(sql, "payment.received", { paymentId });
  return { paymentId };
}

/** Settles of the bill what is still open on it, at most the whole payment. */
async function allocate(
  sql: TenantSql,
  tenantId: string,
  paymentId: string,
  billId: string,
  amount: Decimal,
): Promise<void> {
  const { rows } = await sql.query<{ state: string; due: string }>(
    "SELECT state, (total - paid)::text AS due FROM bill WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
    [tenantId, billId],
  );
  const bill = rows[0];
  if (bill?.state !== "posted") return;
  const settled = Decimal.parse(bill.due).min(amount);
  if (!settled.isPositive) return;
  await sql.query(
    "INSERT INTO payment_allocation (tenant_id, payment_id, bill_id, amount) VALUES ($1, $2, $3, $4)",
    [tenantId, paymentId, billId, settled.toString()],
  );
  await sql.query("UPDATE bill SET paid = paid + $3::numeric WHERE tenant_id = $1 AND id = $2", [
    tenantId,
    billId,
    settled.toString(),
  ]);
}
