import { createHash } from "node:crypto";
import {
  type Merchant,
  type NotificationBody,
  newNonce,
  seal,
  signatureOf,
  type Transaction,
  unixSeconds,
} from "#app/connectors/payment/protocol.ts";
import type { SimulatedOrder } from "./gateway-orders.ts";

/** After an answer that is no success: again after so long. A real gateway goes on for a day. */
const RETRY_DELAYS_MS = [1_000, 3_000, 10_000, 30_000, 120_000, 600_000];
const DELIVERY_TIMEOUT_MS = 5_000;

/** Sends the notifications of paid orders, each as often and as late as it was told, and again after an error. */
export class Deliveries {
  readonly #merchant: (id: string) => Merchant | undefined;
  readonly #delaysMs: (orderNumber: string) => readonly number[];
  readonly #save: (order: SimulatedOrder) => void;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #orders = new Map<string, SimulatedOrder>();

  constructor(
    merchant: (id: string) => Merchant | undefined,
    delaysMs: (orderNumber: string) => readonly number[],
    save: (order: SimulatedOrder) => void,
  ) {
    this.#merchant = merchant;
    this.#delaysMs = delaysMs;
    this.#save = save;
  }

  schedule(order: SimulatedOrder): void {
    this.#orders.set(order.token, order);
    for (const delayMs of this.#delaysMs(order.number)) this.#later(delayMs, order.token, 0);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #later(delayMs: number, token: string, attempt: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#deliver(token, attempt);
    }, delayMs);
    this.#timers.add(timer);
  }

  async #deliver(token: string, attempt: number): Promise<void> {
    const order = this.#orders.get(token);
    const merchant = order && this.#merchant(order.merchantId);
    if (!order || !merchant) return;
    const status = await send(order, merchant);
    const before = this.#orders.get(token) ?? order;
    const after: SimulatedOrder = {
      ...before,
      notified: before.notified || (status >= 200 && status < 300),
      deliveries: [...before.deliveries, { at: new Date().toISOString(), status }],
    };
    this.#orders.set(token, after);
    this.#save(after);
    const delayMs = RETRY_DELAYS_MS[attempt];
    if ((status < 200 || status >= 300) && delayMs !== undefined) this.#later(delayMs, token, attempt + 1);
  }
}

/** One delivery: the same event each time, signed anew. Returns the HTTP status, 0 when nobody answered. */
async function send(order: SimulatedOrder, merchant: Merchant): Promise<number> {
  const { headers, body } = notificationOf(order, merchant, new Date());
  try {
    const answer = await fetch(order.notifyUrl, {
      method: "POST",
      headers,
      body,
      redirect: "error",
      signal: AbortSignal.timeout(DELIVERY_TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 0;
  }
}

/** The notification of a paid order, as it goes over the wire. */
export function notificationOf(
  order: SimulatedOrder,
  merchant: Merchant,
  now: Date,
): { headers: Record<string, string>; body: string } {
  const paid: Transaction = {
    mchid: order.merchantId,
    out_trade_no: order.number,
    trade_state: "SUCCESS",
    amount: { total: order.total, currency: order.currency },
    ...(order.transactionId === undefined ? {} : { transaction_id: order.transactionId }),
    ...(order.paidAt === undefined ? {} : { success_time: order.paidAt }),
  };
  const content: NotificationBody = {
    id: createHash("sha256").update(`${order.token}${order.transactionId}`).digest("hex").slice(0, 32),
    create_time: order.paidAt ?? now.toISOString(),
    event_type: "TRANSACTION.SUCCESS",
    resource_type: "encrypt-resource",
    resource: seal(merchant.key, JSON.stringify(paid), "transaction"),
  };
  const body = JSON.stringify(content);
  const [timestamp, nonce] = [unixSeconds(now), newNonce()];
  return {
    body,
    headers: {
      "content-type": "application/json",
      "wechatpay-timestamp": timestamp,
      "wechatpay-nonce": nonce,
      "wechatpay-signature": signatureOf(merchant.key, timestamp, nonce, body),
    },
  };
}
