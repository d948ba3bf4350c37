import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import {
  isFresh,
  type Merchant,
  newNonce,
  orderRequest,
  readAuthorization,
  sameSignature,
  signatureOf,
  type Transaction,
} from "#app/connectors/payment/protocol.ts";
import { Deliveries } from "./gateway-deliveries.ts";
import { type OrderBook, openOrderBook, type SimulatedOrder } from "./gateway-orders.ts";
import { payerPage } from "./gateway-page.ts";

export interface GatewaySimulatorOptions {
  /** The account of a merchant, by its id; undefined: no such merchant. */
  readonly merchant: (id: string) => Merchant | undefined;
  /** Address under which browsers reach the gateway; by default the host that the request itself names. */
  readonly publicUrl?: string;
  /** File that keeps the orders over a restart; without it they live in memory only. */
  readonly journalFile?: string;
  /** When the notification of a paid order is delivered, in ms after the payment: more than once, at times late. */
  readonly deliveryDelaysMs: (orderNumber: string) => readonly number[];
}

export interface GatewaySimulator {
  readonly server: Server;
  readonly orders: OrderBook;
  close(): Promise<void>;
}

const BODY_MAX_BYTES = 16_384;

/**
 * A payment gateway for one machine: takes signed orders of merchants, shows the payer a page to confirm or cancel, and
 * notifies the merchant twice. What it does badly (twice, late, again after an error) real gateways do too.
 */
export function paymentGatewaySimulator(options: GatewaySimulatorOptions): GatewaySimulator {
  const orders = openOrderBook(options.journalFile);
  const deliveries = new Deliveries(options.merchant, options.deliveryDelaysMs, (order) =>
    orders.save(order),
  );
  const seenNonces = new Map<string, number>();

  for (const order of orders.all())
    if (order.state === "SUCCESS" && !order.notified) deliveries.schedule(order);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<ServerResponse> {
    const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "localhost"}`);
    const body = request.method === "POST" ? await readBody(request) : "";
    if (url.pathname === "/health") return answer(response, 200, { status: "ok" });
    if (url.pathname.startsWith("/v3/")) return merchantCall(request, response, url, body);
    const page = /^\/pay\/([\w-]{10,64})$/.exec(url.pathname);
    const order = page ? orders.byToken(page[1] ?? "") : undefined;
    if (order === undefined) return answer(response, 404, { code: "NOT_FOUND" });
    return request.method === "POST"
      ? payerDecides(response, order, new URLSearchParams(body).get("decision"))
      : payerPage(response, order, request.headers["accept-language"]);
  }

  function merchantCall(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    body: string,
  ): ServerResponse {
    const merchant = signedBy(request, url, body);
    if (merchant === undefined) return answer(response, 401, { code: "SIGN_ERROR" });
    if (request.method === "POST" && url.pathname === "/v3/pay/transactions/h5") {
      return takeOrder(request, response, merchant, body);
    }
    const asked = /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)$/.exec(url.pathname);
    if (request.method !== "GET" || !asked) return answer(response, 404, { code: "NOT_FOUND" });
    const order = orders.byNumber(merchant.id, decodeURIComponent(asked[1] ?? ""));
    return order === undefined
      ? answer(response, 404, { code: "ORDER_NOT_EXIST" })
      : answer(response, 200, transactionOf(order));
  }

  /** The merchant who signed a request; each nonce is good once. */
  function signedBy(request: IncomingMessage, url: URL, body: string): Merchant | undefined {
    const now = new Date();
    const given = readAuthorization(request.headers.authorization);
    const merchant = given && options.merchant(given.merchantId);
    if (!given || !merchant || !isFresh(given.timestamp, now)) return undefined;
    const expected = signatureOf(
      merchant.key,
      request.method ?? "",
      url.pathname + url.search,
      given.timestamp,
      given.nonce,
      body,
    );
    if (!sameSignature(expected, given.signature)) return undefined;
    for (const [nonce, at] of seenNonces) if (!isFresh(String(at), now)) seenNonces.delete(nonce);
    if (seenNonces.has(given.nonce)) return undefined;
    seenNonces.set(given.nonce, Number(given.timestamp));
    return merchant;
  }

  function takeOrder(
    request: IncomingMessage,
    response: ServerResponse,
    merchant: Merchant,
    body: string,
  ): ServerResponse {
    const read = orderRequest.safeParse(parseJson(body));
    if (!read.success || read.data.mchid !== merchant.id)
      return answer(response, 400, { code: "PARAM_ERROR" });
    const wanted = read.data;
    const known = orders.byNumber(merchant.id, wanted.out_trade_no);
    if (known && (known.total !== wanted.amount.total || known.currency !== wanted.amount.currency))
      return answer(response, 400, { code: "INVALID_REQUEST" });
    if (known?.state === "SUCCESS") return answer(response, 400, { code: "ORDERPAID" });
    const order: SimulatedOrder = known ?? {
      token: newNonce(),
      merchantId: merchant.id,
      number: wanted.out_trade_no,
      description: wanted.description,
      total: wanted.amount.total,
      currency: wanted.amount.currency,
      expiresAt: wanted.time_expire,
      notifyUrl: wanted.notify_url,
      returnUrl: wanted.redirect_url,
      createdAt: new Date().toISOString(),
      state: "NOTPAY",
      notified: false,
      deliveries: [],
    };
    orders.save(order);
    const base = options.publicUrl ?? `http://${request.headers.host}`;
    return answer(response, 200, { h5_url: new URL(`/pay/${order.token}`, base).toString() });
  }

  function payerDecides(
    response: ServerResponse,
    order: SimulatedOrder,
    decision: string | null,
  ): ServerResponse {
    if (decision === "confirm" && order.state === "NOTPAY" && new Date(order.expiresAt) > new Date()) {
      const paid: SimulatedOrder = {
        ...order,
        state: "SUCCESS",
        transactionId: `42${Date.now()}${order.token.slice(0, 12)}`,
        paidAt: new Date().toISOString(),
      };
      orders.save(paid);
      deliveries.schedule(paid);
    }
    return response.writeHead(303, { location: order.returnUrl }).end();
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const tooLarge = error instanceof RangeError;
      if (!response.headersSent)
        answer(response, tooLarge ? 413 : 500, { code: tooLarge ? "TOO_LARGE" : "SYSTEM_ERROR" });
    });
  });
  return {
    server,
    orders,
    close: async () => {
      deliveries.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function transactionOf(order: SimulatedOrder): Transaction {
  const expired = order.state === "NOTPAY" && new Date(order.expiresAt) <= new Date();
  return {
    mchid: order.merchantId,
    out_trade_no: order.number,
    trade_state: expired ? "CLOSED" : order.state,
    amount: { total: order.total, currency: order.currency },
    ...(order.transactionId === undefined ? {} : { transaction_id: order.transactionId }),
    ...(order.paidAt === undefined ? {} : { success_time: order.paidAt }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_MAX_BYTES) throw new RangeError("the body is too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, body: object): ServerResponse {
  return response
    .writeHead(status, { "content-type": "application/json; charset=utf-8" })
    .end(JSON.stringify(body));
}
