import type { PaymentGateway } from "#app/connectors/payment/port.ts";
import { commonError } from "#app/platform/common-errors.ts";
import { withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { paymentErrors } from "./errors.ts";

const fail = errorsOf(paymentErrors);

const ORDER_LIFE_MS = 30 * 60_000;
/** An order that is about to expire is not handed out again. */
const REUSE_MARGIN_MS = 2 * 60_000;

export interface StartPayment {
  readonly billId: string;
  /** What the payer reads at the gateway. */
  readonly description: (billNumber: string) => string;
  readonly notifyUrl: string;
  /** Made from the id of the intent, so that the page can show how it went. */
  readonly returnUrl: (intentId: string) => string;
}

export interface StartedPayment {
  readonly intentId: string;
  readonly payUrl: string;
}

/**
 * A customer begins to pay what is open on a bill of theirs: an order at the gateway, and where to go on. Asked again
 * while the order is good, it gives the same order, so that a second click does not pay twice.
 *
 * @throws NOT_FOUND, BILL_NOTHING_DUE, GATEWAY_UNREACHABLE, GATEWAY_REFUSED
 */
export async function startPayment(
  scope: Scope,
  gateway: PaymentGateway,
  wish: StartPayment,
  now: Date,
): Promise<StartedPayment> {
  const intent = await withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{ number: string; customer_id: string; due: string; currency: string }>(
      `SELECT number, customer_id, (total - paid)::text AS due, currency FROM bill
       WHERE tenant_id = $1 AND id = $2 AND state = 'posted'`,
      [scope.tenantId, wish.billId],
    );
    const bill = rows[0];
    if (bill === undefined) throw commonError("NOT_FOUND");
    const due = Decimal.parse(bill.due);
    if (!due.isPositive) throw fail("BILL_NOTHING_DUE", { number: bill.number });
    const open = await sql.query<{ id: string; pay_url: string }>(
      `SELECT id, pay_url FROM payment_intent
       WHERE tenant_id = $1 AND bill_id = $2 AND state = 'created' AND gateway = $3 AND amount = $4::numeric
         AND pay_url IS NOT NULL AND expires_at > $5
       ORDER BY created_at DESC LIMIT 1`,
      [scope.tenantId, wish.billId, gateway.name, bill.due, new Date(now.getTime() + REUSE_MARGIN_MS)],
    );
    const reusable = open.rows[0];
    if (reusable) return { id: reusable.id, payUrl: reusable.pay_url, bill, due, order: null };
    const id = newId();
    const orderNumber = `M${id.replaceAll("-", "").slice(0, 31)}`;
    const expiresAt = new Date(now.getTime() + ORDER_LIFE_MS);
    await sql.query(
      `INSERT INTO payment_intent
         (tenant_id, id, order_number, customer_id, bill_id, amount, currency, gateway, state, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'created', $9, $10)`,
      [
        scope.tenantId,
        id,
        orderNumber,
        bill.customer_id,
        wish.billId,
        bill.due,
        bill.currency,
        gateway.name,
        now,
        expiresAt,
      ],
    );
    await audit(sql, scope, {
      action: "start",
      noun: "payment",
      nounId: id,
      after: { billNumber: bill.number, amount: bill.due, currency: bill.currency, orderNumber },
    });
    return { id, payUrl: null, bill, due, order: { orderNumber, expiresAt } };
  });
  if (intent.order === null) return { intentId: intent.id, payUrl: intent.payUrl };

  // Outside of a transaction: a slow gateway must not hold a connection or a lock.
  const { payUrl } = await gateway.createOrder({
    ...intent.order,
    description: wish.description(intent.bill.number),
    amount: intent.due,
    currency: intent.bill.currency,
    notifyUrl: wish.notifyUrl,
    returnUrl: wish.returnUrl(intent.id),
  });
  await withTenantSql(scope, (sql) =>
    sql.query("UPDATE payment_intent SET pay_url = $3 WHERE tenant_id = $1 AND id = $2", [
      scope.tenantId,
      intent.id,
      payUrl,
    ]),
  );
  return { intentId: intent.id, payUrl };
}
