import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { paymentGateway } from "#app/connectors/payment/gateway.ts";
import {
  newNonce,
  REPLAY_WINDOW_S,
  signatureOf,
  simulatedMerchant,
  unixSeconds,
} from "#app/connectors/payment/protocol.ts";
import { closeDatabase, readTenant, withTenantSql } from "#app/platform/database.ts";
import { notificationOf } from "#app/simulators/gateway-deliveries.ts";
import type { SimulatedOrder } from "#app/simulators/gateway-orders.ts";
import { type GatewaySimulator, paymentGatewaySimulator } from "#app/simulators/payment-gateway.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { testDatabase } from "#tests/database.ts";
import { addPostedBill } from "#tests/fixtures/posted-bill.ts";
import {
  addAgreement,
  customerScope,
  FLAT_TARIFF,
  makeUtility,
  type TestAgreement,
  type TestUtility,
} from "#tests/fixtures/utility.ts";
import { checkPayment, paymentStatus } from "./check-payment.ts";
import { startPayment } from "./start-payment.ts";
import { takeNotification } from "./take-notification.ts";

await testDatabase();

const SECRET = "a secret shared by merchant and gateway, for tests only";
const merchant = simulatedMerchant(SECRET, "payers");
/** The delays of the next orders; each test sets its own. */
let delaysMs: readonly number[] = [0, 30];
let simulator: GatewaySimulator;
let gateway: ReturnType<typeof paymentGateway>;
/** The merchant's side: hands what it receives to the service, as the web process does. */
let merchantServer: Server;
let merchantUrl = "";
const answers: number[] = [];
let utility: TestUtility;
let serial = 0;

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  utility = await makeUtility({ slug: "payers", tariffs: { flat: FLAT_TARIFF } });
  simulator = paymentGatewaySimulator({
    merchant: (id) => (id === merchant.id ? merchant : undefined),
    deliveryDelaysMs: () => delaysMs,
  });
  gateway = paymentGateway(await listen(simulator.server), merchant);
  merchantServer = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const headers = request.headers as Record<string, string | undefined>;
    const status = await takeNotification(
      utility.tenantId,
      gateway,
      headers,
      Buffer.concat(parts).toString(),
      new Date(),
    ).then(
      () => 204,
      (error) => (error instanceof ManifoldError ? error.status : 500),
    );
    answers.push(status);
    response.writeHead(status).end();
  });
  merchantUrl = await listen(merchantServer);
});

afterAll(async () => {
  await simulator.close();
  merchantServer.closeAllConnections();
  await new Promise((resolve) => merchantServer.close(resolve));
  await closeDatabase();
});

async function order(amount = "98.76") {
  serial += 1;
  const agreement = await addAgreement(utility, { number: `${1000 + serial}`, tariff: "flat" });
  const billId = await addPostedBill(utility, agreement, amount);
  const scope = customerScope(utility, agreement.customerId);
  const started = await startPayment(scope, gateway, wish(billId), new Date());
  return { agreement, billId, scope, started };
}

const wish = (billId: string) => ({
  billId,
  description: (number: string) => `测试公司 ${number}`,
  notifyUrl: `${merchantUrl}/notify`,
  returnUrl: (intentId: string) => `${merchantUrl}/back/${intentId}`,
});

async function confirm(payUrl: string, decision = "confirm"): Promise<void> {
  const page = await fetch(payUrl, { headers: { "accept-language": "en" } });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("Confirm payment");
  const answer = await fetch(payUrl, {
    method: "POST",
    body: new URLSearchParams({ decision }),
    redirect: "manual",
  });
  expect(answer.status).toBe(303);
}

/** Everything that money moved for a customer, and what the bill says. */
async function books({ customerId }: TestAgreement, billId: string) {
  return withTenantSql(utility.scope, async (sql) => {
    const one = async (text: string, values: unknown[]) =>
      (await sql.query<{ value: string }>(text, [utility.tenantId, ...values])).rows[0]?.value ?? "";
    return {
      payments: await one(
        "SELECT count(*)::text AS value FROM payment WHERE tenant_id = $1 AND customer_id = $2",
        [customerId],
      ),
      receipts: await one(
        "SELECT count(*)::text AS value FROM receipt WHERE tenant_id = $1 AND customer_id = $2",
        [customerId],
      ),
      owes: await one(
        `SELECT coalesce(sum(CASE WHEN a.id = e.debit_account_id THEN e.amount ELSE -e.amount END), 0)::text AS value
         FROM ledger_entry e JOIN account a ON a.tenant_id = e.tenant_id AND a.id IN (e.debit_account_id, e.credit_account_id)
         WHERE e.tenant_id = $1 AND a.customer_id = $2`,
        [customerId],
      ),
      paid: await one("SELECT paid::text AS value FROM bill WHERE tenant_id = $1 AND id = $2", [billId]),
    };
  });
}

async function outcomes(orderNumber: string): Promise<string[]> {
  const rows = await readTenant<{ outcome: string }>(
    utility.scope,
    "test.outcomes",
    "SELECT outcome FROM gateway_notification WHERE tenant_id = $1 AND order_number = $2 ORDER BY outcome",
    [utility.tenantId, orderNumber],
  );
  return rows.map((row) => row.outcome);
}

const orderAt = (token: string): SimulatedOrder => simulator.orders.byToken(token) as SimulatedOrder;
const tokenOf = (payUrl: string): string => payUrl.split("/").at(-1) ?? "";

describe("a payment through the gateway", () => {
  it("delivered twice is posted once: one payment, one ledger entry, one receipt, bill settled", async () => {
    delaysMs = [0, 30];
    const { agreement, billId, scope, started } = await order();
    await confirm(started.payUrl);
    await expect.poll(() => orderAt(tokenOf(started.payUrl)).deliveries.length, { timeout: 5000 }).toBe(2);
    expect(await books(agreement, billId)).toEqual({
      payments: "1",
      receipts: "1",
      owes: "0.00",
      paid: "98.76",
    });
    expect(await outcomes(orderAt(tokenOf(started.payUrl)).number)).toEqual(["posted", "repeated"]);
    expect((await paymentStatus(scope, started.intentId)).state).toBe("paid");
  });

  it("delivered ten times at once, by racing processes, is posted once", async () => {
    delaysMs = Array.from({ length: 10 }, () => 0);
    const { agreement, billId, started } = await order("0.01");
    await confirm(started.payUrl);
    await expect.poll(() => orderAt(tokenOf(started.payUrl)).deliveries.length, { timeout: 5000 }).toBe(10);
    expect(orderAt(tokenOf(started.payUrl)).deliveries.every(({ status }) => status === 204)).toBe(true);
    expect(await books(agreement, billId)).toMatchObject({ payments: "1", owes: "0.00", paid: "0.01" });
  });

  it("whose notification is late is found by asking the gateway, and the late one then changes nothing", async () => {
    delaysMs = [400];
    const { agreement, billId, scope, started } = await order();
    await confirm(started.payUrl);
    expect((await paymentStatus(scope, started.intentId)).state).toBe("created");
    expect((await checkPayment(scope, () => gateway, started.intentId, new Date())).state).toBe("paid");
    await expect.poll(() => orderAt(tokenOf(started.payUrl)).deliveries.length, { timeout: 5000 }).toBe(1);
    expect(orderAt(tokenOf(started.payUrl)).notified).toBe(true);
    expect(await books(agreement, billId)).toEqual({
      payments: "1",
      receipts: "1",
      owes: "0.00",
      paid: "98.76",
    });
  });

  it("that was cancelled at the gateway leaves the bill open and can be begun again", async () => {
    delaysMs = [0];
    const { agreement, billId, scope, started } = await order();
    await confirm(started.payUrl, "cancel");
    expect((await checkPayment(scope, () => gateway, started.intentId, new Date())).state).toBe("created");
    const again = await startPayment(scope, gateway, wish(billId), new Date());
    expect(again).toEqual(started);
    expect(await books(agreement, billId)).toMatchObject({ payments: "0", owes: "98.76", paid: "0" });
  });

  it("cannot be begun for a settled bill, nor for the bill of another customer", async () => {
    delaysMs = [0];
    const mine = await order();
    const other = await order();
    await confirm(mine.started.payUrl);
    await expect
      .poll(async () => (await books(mine.agreement, mine.billId)).paid, { timeout: 5000 })
      .toBe("98.76");
    await expect(startPayment(mine.scope, gateway, wish(mine.billId), new Date())).rejects.toMatchObject({
      code: "BILL_NOTHING_DUE",
    });
    await expect(startPayment(mine.scope, gateway, wish(other.billId), new Date())).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(paymentStatus(mine.scope, other.started.intentId)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("made twice for one bill keeps the second as the customer's credit, not lost and not on the bill", async () => {
    delaysMs = [];
    const { agreement, billId, scope, started } = await order("50.00");
    // A second order of the same bill, as two devices make it at the same time.
    const late = new Date(Date.now() + 29 * 60_000);
    const second = await startPayment(scope, gateway, wish(billId), late);
    expect(second.intentId).not.toBe(started.intentId);
    await confirm(started.payUrl);
    await confirm(second.payUrl);
    for (const { intentId } of [second, started])
      await checkPayment(scope, () => gateway, intentId, new Date());
    expect(await books(agreement, billId)).toEqual({
      payments: "2",
      receipts: "2",
      owes: "-50.00",
      paid: "50.00",
    });
  });
});

describe("a notification that is not the gateway's", () => {
  async function paidButUntold() {
    delaysMs = [];
    const made = await order();
    await confirm(made.started.payUrl);
    const paid = orderAt(tokenOf(made.started.payUrl));
    const take = (headers: Record<string, string>, body: string, now = new Date()) =>
      takeNotification(utility.tenantId, gateway, headers, body, now);
    return { ...made, paid, take };
  }

  it("is refused when forged, changed, unsigned or stale; kept, and nothing is posted", async () => {
    const { agreement, billId, paid, take } = await paidButUntold();
    const real = notificationOf(paid, merchant, new Date());
    const forged = notificationOf(paid, simulatedMerchant("another secret", "payers"), new Date());
    await expect(take(forged.headers, forged.body)).rejects.toMatchObject({ code: "NOTIFICATION_FORGED" });
    await expect(take(real.headers, real.body.replace("SUCCESS", "SUCCESs"))).rejects.toMatchObject({
      code: "NOTIFICATION_FORGED",
    });
    await expect(take({}, real.body)).rejects.toMatchObject({ code: "NOTIFICATION_UNSIGNED" });
    const late = new Date(Date.now() + (REPLAY_WINDOW_S + 5) * 1000);
    await expect(take(real.headers, real.body, late)).rejects.toMatchObject({ code: "NOTIFICATION_STALE" });
    const [timestamp, nonce] = [unixSeconds(new Date()), newNonce()];
    const nonsense = {
      "wechatpay-timestamp": timestamp,
      "wechatpay-nonce": nonce,
      "wechatpay-signature": signatureOf(merchant.key, timestamp, nonce, "{}"),
    };
    await expect(take(nonsense, "{}")).rejects.toMatchObject({ code: "NOTIFICATION_MALFORMED" });
    expect(await books(agreement, billId)).toMatchObject({ payments: "0", paid: "0" });
    const refused = await readTenant<{ reason: string }>(
      utility.scope,
      "test.refused",
      "SELECT DISTINCT reason FROM gateway_notification WHERE tenant_id = $1 AND outcome = 'refused' ORDER BY reason",
      [utility.tenantId],
    );
    expect(refused.map((row) => row.reason)).toEqual([
      "NOTIFICATION_FORGED",
      "NOTIFICATION_MALFORMED",
      "NOTIFICATION_STALE",
      "NOTIFICATION_UNSIGNED",
    ]);
    // The real one is still good after all of that.
    expect(await take(real.headers, real.body)).toEqual({ outcome: "posted" });
  });

  it("is refused when signed but of another amount, another currency or an order we never made", async () => {
    const { agreement, billId, paid, take } = await paidButUntold();
    for (const [change, code] of [
      [{ total: paid.total - 1 }, "PAYMENT_MISMATCH"],
      [{ currency: "USD" }, "PAYMENT_MISMATCH"],
      [{ number: "M0000000000" }, "ORDER_UNKNOWN"],
    ] as const) {
      const { headers, body } = notificationOf({ ...paid, ...change }, merchant, new Date());
      await expect(take(headers, body)).rejects.toMatchObject({ code });
    }
    expect(await books(agreement, billId)).toMatchObject({ payments: "0", paid: "0" });
  });

  it("may not be rewritten or removed by the app's role", async () => {
    for (const text of [
      "UPDATE gateway_notification SET outcome = 'posted'",
      "DELETE FROM gateway_notification",
      "UPDATE ledger_entry SET amount = 1",
      "DELETE FROM ledger_entry",
      "UPDATE bill SET total = 0",
      "UPDATE payment SET amount = 1",
    ]) {
      await expect(withTenantSql(utility.scope, (sql) => sql.query(text))).rejects.toThrow(
        /permission denied/,
      );
    }
  });
});

describe("the gateway itself", () => {
  it("refuses a merchant's request that is unsigned, changed or sent again", async () => {
    const stranger = paymentGateway(
      `http://127.0.0.1:${(simulator.server.address() as AddressInfo).port}`,
      simulatedMerchant("not the secret", "payers"),
    );
    await expect(
      stranger.createOrder({
        orderNumber: "M123456789",
        description: "x",
        amount: Decimal.parse("1.00"),
        currency: "CNY",
        expiresAt: new Date(Date.now() + 60_000),
        notifyUrl: merchantUrl,
        returnUrl: merchantUrl,
      }),
    ).rejects.toMatchObject({ code: "GATEWAY_REFUSED", params: { code: "SIGN_ERROR" } });
    await expect(stranger.findOrder("M123456789")).rejects.toMatchObject({ code: "GATEWAY_REFUSED" });
    expect(await gateway.findOrder("M999999999")).toBeUndefined();
  });

  it("that does not answer is told as such", async () => {
    const nobody = paymentGateway("http://127.0.0.1:9", merchant);
    await expect(nobody.findOrder("M123456789")).rejects.toMatchObject({ code: "GATEWAY_UNREACHABLE" });
  });
});

describe("property: any interleaving of deliveries", () => {
  it("ends with a bill paid and a ledger equal to the set of paid orders", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ order: fc.nat(2), forged: fc.boolean(), parallel: fc.boolean() }), {
          minLength: 1,
          maxLength: 12,
        }),
        async (deliveries) => {
          delaysMs = [];
          const made = [await order("10.10"), await order("20.20"), await order("30.30")];
          for (const { started } of made) await confirm(started.payUrl);
          const running: Promise<unknown>[] = [];
          const told = new Set<number>();
          for (const { order: which, forged, parallel } of deliveries) {
            const paid = orderAt(tokenOf(made[which]?.started.payUrl ?? ""));
            const by = forged ? simulatedMerchant("a forger", "payers") : merchant;
            const { headers, body } = notificationOf(paid, by, new Date());
            if (!forged) told.add(which);
            const taken = takeNotification(utility.tenantId, gateway, headers, body, new Date()).catch(
              (error) => {
                if (!forged) throw error;
              },
            );
            if (parallel) running.push(taken);
            else await taken;
          }
          await Promise.all(running);
          for (const [which, { agreement, billId }] of made.entries()) {
            const paid = told.has(which);
            const book = await books(agreement, billId);
            expect(book.payments).toBe(paid ? "1" : "0");
            expect(Decimal.parse(book.owes).isZero).toBe(paid);
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});
