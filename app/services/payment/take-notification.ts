import type { GatewayHeaders, GatewayNotice, PaymentGateway } from "#app/connectors/payment/port.ts";
import { withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { logger } from "#app/platform/logger.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { recordPayment } from "./record-payment.ts";

/** More than a real notification ever has; the rest of a longer one is not kept. */
const KEPT_BODY_LENGTH = 8_192;

export interface NotificationOutcome {
  readonly outcome: "posted" | "repeated";
}

/**
 * Takes a gateway's notification as it arrived over HTTP. Every delivery is kept word for word; the first valid one of an
 * event is posted, later ones change nothing. A wrong signature, a stale time, a wrong amount or an unknown order is kept
 * as refused, logged, and thrown: the answer then makes the gateway deliver again.
 *
 * @throws NOTIFICATION_* (see PaymentGateway.openNotification), ORDER_UNKNOWN, PAYMENT_MISMATCH
 */
export async function takeNotification(
  tenantId: string,
  gateway: PaymentGateway,
  headers: GatewayHeaders,
  body: string,
  now: Date,
  requestId?: string,
): Promise<NotificationOutcome> {
  const scope = systemScope(tenantId, `gateway ${gateway.name}`, requestId);
  const delivery = { gateway: gateway.name, headers: keptHeaders(headers), body, now };
  let notice: GatewayNotice | undefined;
  try {
    notice = gateway.openNotification(headers, body, now);
    return await post(scope, gateway.name, notice, delivery, now);
  } catch (error) {
    if (!(error instanceof ManifoldError)) throw error;
    logger.warn(
      { tenantId, gateway: gateway.name, code: error.code, requestId },
      "payment notification refused",
    );
    await keep(scope, delivery, { outcome: "refused", reason: error.code, notice });
    throw error;
  }
}

async function post(
  scope: Scope,
  gateway: string,
  notice: GatewayNotice,
  delivery: Delivery,
  now: Date,
): Promise<NotificationOutcome> {
  const { payment } = notice;
  const posted = await withTenantSql(scope, async (sql) => {
    // The unique index makes a second delivery wait for the first and then find itself repeated.
    const first = await insertDelivery(sql, scope.tenantId, delivery, { outcome: "posted", notice });
    if (!first) return false;
    if (payment.state === "paid" && payment.transactionNumber !== undefined) {
      const { transactionNumber } = payment;
      await recordPayment(sql, scope, gateway, { ...payment, transactionNumber }, now);
    }
    return true;
  });
  if (posted) return { outcome: "posted" };
  await keep(scope, delivery, { outcome: "repeated", notice });
  return { outcome: "repeated" };
}

interface Delivery {
  readonly gateway: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly now: Date;
}

interface Verdict {
  readonly outcome: "posted" | "repeated" | "refused";
  readonly reason?: string;
  readonly notice: GatewayNotice | undefined;
}

async function keep(scope: Scope, delivery: Delivery, verdict: Verdict): Promise<void> {
  await withTenantSql(scope, (sql) => insertDelivery(sql, scope.tenantId, delivery, verdict));
}

async function insertDelivery(
  sql: Parameters<Parameters<typeof withTenantSql>[1]>[0],
  tenantId: string,
  { gateway, headers, body, now }: Delivery,
  { outcome, reason, notice }: Verdict,
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `INSERT INTO gateway_notification
       (tenant_id, id, gateway, notification_id, order_number, outcome, reason, headers, body, received_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (tenant_id, gateway, notification_id) WHERE outcome = 'posted' DO NOTHING`,
    [
      tenantId,
      newId(),
      gateway,
      notice?.notificationId ?? null,
      notice?.payment.orderNumber ?? null,
      outcome,
      reason ?? null,
      JSON.stringify(headers),
      body.slice(0, KEPT_BODY_LENGTH).replaceAll("\u0000", ""),
      now,
    ],
  );
  return rowCount === 1;
}

/** Only what the signature is about: an attacker's other headers are not worth keeping. */
function keptHeaders(headers: GatewayHeaders): Record<string, string> {
  const names = ["wechatpay-timestamp", "wechatpay-nonce", "wechatpay-signature", "user-agent"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value.slice(0, 200)]];
    }),
  );
}
