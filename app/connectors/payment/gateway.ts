import { z } from "zod";
import { Decimal } from "#engines/kernel/decimal.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { minorUnits } from "#engines/kernel/money.ts";
import { paymentGatewayErrors } from "./errors.ts";
import type { GatewayHeaders, GatewayNotice, GatewayOrder, GatewayPayment, PaymentGateway } from "./port.ts";
import {
  authorize,
  isFresh,
  type Merchant,
  notification,
  type OrderRequest,
  REPLAY_WINDOW_S,
  sameSignature,
  signatureOf,
  type Transaction,
  transaction,
  unseal,
} from "./protocol.ts";

const fail = errorsOf(paymentGatewayErrors);

const REQUEST_TIMEOUT_MS = 8_000;

/** A gateway that speaks the protocol of `protocol.ts`; the simulator of app/simulators answers it. */
export function paymentGateway(url: string, merchant: Merchant): PaymentGateway {
  async function call(method: "GET" | "POST", target: string, body: string): Promise<Response> {
    try {
      return await fetch(new URL(target, url), {
        method,
        headers: {
          authorization: authorize(merchant, method, target, body, new Date()),
          accept: "application/json",
          ...(method === "POST" ? { "content-type": "application/json" } : {}),
        },
        ...(method === "POST" ? { body } : {}),
        redirect: "error",
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
    } catch (error) {
      throw fail("GATEWAY_UNREACHABLE", {}, undefined, error);
    }
  }

  return {
    name: "simulated",

    async createOrder(order) {
      const answer = await call(
        "POST",
        "/v3/pay/transactions/h5",
        JSON.stringify(requestOf(merchant, order)),
      );
      const { h5_url } = await readAnswer(answer, z.object({ h5_url: z.url() }));
      return { payUrl: h5_url };
    },

    async findOrder(orderNumber) {
      const target = `/v3/pay/transactions/out-trade-no/${encodeURIComponent(orderNumber)}?mchid=${encodeURIComponent(merchant.id)}`;
      const answer = await call("GET", target, "");
      return answer.status === 404 ? undefined : paymentOf(await readAnswer(answer, transaction));
    },

    openNotification: (headers, body, now) => openNotification(merchant, headers, body, now),
  };
}

function requestOf(merchant: Merchant, order: GatewayOrder): OrderRequest {
  return {
    mchid: merchant.id,
    description: order.description.slice(0, 127),
    out_trade_no: order.orderNumber,
    time_expire: order.expiresAt.toISOString(),
    notify_url: order.notifyUrl,
    redirect_url: order.returnUrl,
    amount: {
      total: Number(order.amount.unitsAt(minorUnits(order.currency))),
      currency: order.currency,
    },
  };
}

function paymentOf(found: Transaction): GatewayPayment {
  const { total, currency } = found.amount;
  return {
    orderNumber: found.out_trade_no,
    state: found.trade_state === "SUCCESS" ? "paid" : found.trade_state === "CLOSED" ? "closed" : "open",
    amount: Decimal.fromUnits(total, minorUnits(currency)),
    currency,
    ...(found.transaction_id === undefined ? {} : { transactionNumber: found.transaction_id }),
    ...(found.success_time === undefined ? {} : { paidAt: new Date(found.success_time) }),
  };
}

function openNotification(
  merchant: Merchant,
  headers: GatewayHeaders,
  body: string,
  now: Date,
): GatewayNotice {
  const timestamp = headers["wechatpay-timestamp"];
  const nonce = headers["wechatpay-nonce"];
  const signature = headers["wechatpay-signature"];
  if (timestamp === undefined || nonce === undefined || signature === undefined)
    throw fail("NOTIFICATION_UNSIGNED");
  // The signature first: of a forger's message nothing is believed, not even its time.
  if (!sameSignature(signatureOf(merchant.key, timestamp, nonce, body), signature))
    throw fail("NOTIFICATION_FORGED");
  if (!isFresh(timestamp, now)) throw fail("NOTIFICATION_STALE", { windowS: REPLAY_WINDOW_S });
  try {
    const opened = notification.parse(JSON.parse(body));
    const payment = paymentOf(transaction.parse(JSON.parse(unseal(merchant.key, opened.resource))));
    return { notificationId: opened.id, payment };
  } catch (error) {
    throw fail(
      "NOTIFICATION_MALFORMED",
      { detail: (error as Error).message.slice(0, 300) },
      undefined,
      error,
    );
  }
}

async function readAnswer<Shape>(answer: Response, shape: z.ZodType<Shape>): Promise<Shape> {
  const body: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) {
    const told = z.object({ code: z.string() }).safeParse(body);
    throw fail("GATEWAY_REFUSED", { code: told.success ? told.data.code : `HTTP ${answer.status}` });
  }
  const read = shape.safeParse(body);
  if (!read.success) throw fail("GATEWAY_REFUSED", { code: "UNREADABLE_ANSWER" }, undefined, read.error);
  return read.data;
}
