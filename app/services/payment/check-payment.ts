import type { GatewayPayment, PaymentGateway } from "#app/connectors/payment/port.ts";
import { commonError } from "#app/platform/common-errors.ts";
import { readTenant, withTenantSql } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { recordPayment } from "./record-payment.ts";

export interface PaymentStatus {
  readonly intentId: string;
  readonly billId: string;
  readonly state: "created" | "paid" | "closed";
  readonly amount: string;
  readonly currency: string;
  readonly payUrl: string | null;
  /** Present once paid. */
  readonly paymentId: string | null;
  readonly receiptId: string | null;
}

/** How a payment of the customer stands. @throws NOT_FOUND */
export async function paymentStatus(scope: Scope, intentId: string): Promise<PaymentStatus> {
  const rows = await readTenant<PaymentStatus>(
    scope,
    "payment.status",
    `SELECT i.id AS "intentId", i.bill_id AS "billId", i.state, i.amount::text AS amount, i.currency,
            i.pay_url AS "payUrl", p.id AS "paymentId", r.id AS "receiptId"
     FROM payment_intent i
     LEFT JOIN payment p ON p.tenant_id = i.tenant_id AND p.payment_intent_id = i.id
     LEFT JOIN receipt r ON r.tenant_id = p.tenant_id AND r.payment_id = p.id
     WHERE i.tenant_id = $1 AND i.id = $2 ORDER BY p.id LIMIT 1`,
    [scope.tenantId, intentId],
  );
  const row = rows[0];
  if (row === undefined) throw commonError("NOT_FOUND");
  return row;
}

/**
 * The same, and where no notification has come yet the gateway itself is asked: notifications come late or get lost, and
 * the customer is waiting. Recording is idempotent, so the notification may still come afterwards.
 */
export async function checkPayment(
  scope: Scope,
  findGateway: () => PaymentGateway,
  intentId: string,
  now: Date,
): Promise<PaymentStatus> {
  const status = await paymentStatus(scope, intentId);
  if (status.state !== "created") return status;
  const [order] = await readTenant<{ order_number: string }>(
    scope,
    "payment.order-number",
    "SELECT order_number FROM payment_intent WHERE tenant_id = $1 AND id = $2",
    [scope.tenantId, intentId],
  );
  if (order === undefined) return status;
  const answer = await ask(findGateway, order.order_number);
  if (answer === undefined) return status;
  const { gateway, told } = answer;
  if (told.state !== "paid" || told.transactionNumber === undefined) return status;
  const { transactionNumber } = told;
  const system = systemScope(scope.tenantId, `gateway ${gateway.name}`, scope.requestId);
  await withTenantSql(system, (sql) =>
    recordPayment(sql, system, gateway.name, { ...told, transactionNumber }, now),
  );
  return paymentStatus(scope, intentId);
}

/** A gateway that is away or knows nothing changes nothing for the person who looks: the notification may still come. */
async function ask(
  findGateway: () => PaymentGateway,
  orderNumber: string,
): Promise<{ gateway: PaymentGateway; told: GatewayPayment } | undefined> {
  try {
    const gateway = findGateway();
    const told = await gateway.findOrder(orderNumber);
    return told && { gateway, told };
  } catch (error) {
    if (!(error instanceof ManifoldError)) throw error;
    logger.warn({ code: error.code, orderNumber }, "the payment gateway could not be asked");
    return undefined;
  }
}
