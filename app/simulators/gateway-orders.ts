import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** An order as the simulated gateway keeps it. `total` in minor units of the currency. */
export interface SimulatedOrder {
  /** Part of the address of the payer's page: whoever knows it may pay. */
  readonly token: string;
  readonly merchantId: string;
  readonly number: string;
  readonly description: string;
  readonly total: number;
  readonly currency: string;
  readonly expiresAt: string;
  readonly notifyUrl: string;
  readonly returnUrl: string;
  readonly createdAt: string;
  readonly state: "NOTPAY" | "SUCCESS";
  readonly transactionId?: string;
  readonly paidAt?: string;
  /** The merchant has acknowledged a delivery. */
  readonly notified: boolean;
  readonly deliveries: readonly { readonly at: string; readonly status: number }[];
}

export interface OrderBook {
  save(order: SimulatedOrder): void;
  byToken(token: string): SimulatedOrder | undefined;
  byNumber(merchantId: string, number: string): SimulatedOrder | undefined;
  all(): readonly SimulatedOrder[];
}

/** Orders in memory; with a file, each change is a line appended to it and the last line of an order counts. */
export function openOrderBook(file: string | undefined): OrderBook {
  const byToken = new Map<string, SimulatedOrder>();
  const tokenOf = new Map<string, string>();
  const keep = (order: SimulatedOrder): void => {
    byToken.set(order.token, order);
    tokenOf.set(`${order.merchantId}/${order.number}`, order.token);
  };
  if (file !== undefined) {
    mkdirSync(path.dirname(file), { recursive: true });
    for (const order of existsSync(file) ? readLines(file) : []) keep(order);
  }
  return {
    save: (order) => {
      keep(order);
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(order)}\n`);
    },
    byToken: (token) => byToken.get(token),
    byNumber: (merchantId, number) => byToken.get(tokenOf.get(`${merchantId}/${number}`) ?? ""),
    all: () => [...byToken.values()],
  };
}

/** A kill may have cut the last line short: what cannot be read was not saved. */
function readLines(file: string): SimulatedOrder[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as SimulatedOrder];
      } catch {
        return [];
      }
    });
}
