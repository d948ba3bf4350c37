import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { recordPayment } from "#app/services/payment/record-payment.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import type { Item } from "#schema/blueprint/item.ts";
import type { ServiceInput } from "#schema/blueprint/service/schema.ts";
import { testDatabase } from "#tests/database.ts";
import { addGasHome, alarmUtility, judgeAll, tell } from "#tests/fixtures/alarms.ts";
import { addPostedBill } from "#tests/fixtures/posted-bill.ts";
import { addServices } from "#tests/fixtures/services.ts";
import { addAgreement, FLAT_TARIFF, makeUtility, type TestAgreement } from "#tests/fixtures/utility.ts";
import { hearEvent } from "./hear-event.ts";
import { type OpenCase, openCase } from "./open-case.ts";
import { tickCase } from "./tick-case.ts";

await testDatabase();
afterAll(closeDatabase);

const words = (text: string) => ({ "zh-CN": text, en: text });

const waiting = (
  event: "payment.received" | "alarm.returned",
  more: Partial<ServiceInput> = {},
): ServiceInput => ({
  label: words("等待"),
  category: "other",
  openedBy: ["staff", "alarm"],
  steps: [
    { key: "wait", kind: "wait", label: words("等待"), wait: { event, atMost: "P7D" } },
    { key: "act", label: words("处理"), assignee: { role: "field-worker" }, limits: [{ workingDays: 1 }] },
  ],
  ...more,
});

const calendar = (...closed: string[]): Item => ({
  kind: "calendar",
  key: "office",
  content: {
    label: words("办公日历"),
    base: "china",
    hours: [{ from: "09:00", to: "17:00" }],
    days: closed.map((day) => ({ day, working: false, label: words("台风") })),
  },
});

const open = async (scope: Scope, input: Omit<OpenCase, "key">) =>
  (await withTenantSql(scope, (sql) => openCase(sql, scope, { ...input, key: newId() }))).caseId;

async function standing(scope: Scope, caseId: string) {
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<{ step: string; due: Date | null }>(
      `SELECT c.step_key AS step, t.due_at AS due FROM service_case c
       JOIN case_task t ON t.tenant_id = c.tenant_id AND t.case_id = c.id AND t.number = c.task_number
       WHERE c.tenant_id = $1 AND c.id = $2`,
      [scope.tenantId, caseId],
    ),
  );
  return rows[0];
}

/** Jobs of this name that wait, as the queue knows them. */
async function waitingJobs(scope: Scope, task: string): Promise<number> {
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<{ waiting: number }>("SELECT waiting::int FROM app.job_summary() WHERE task = $1", [task]),
  );
  return rows[0]?.waiting ?? 0;
}

describe("a case that waits for a payment", async () => {
  const utility = await makeUtility({ slug: "waits", tariffs: { flat: FLAT_TARIFF } });
  const { scope } = utility;
  await addServices(utility, { arrears: waiting("payment.received", { calendar: "office" }) }, [
    calendar("2026-03-03"),
  ]);
  const debtor = await addAgreement(utility, { number: "1", tariff: "flat" });
  const neighbour = await addAgreement(utility, { number: "2", tariff: "flat" });
  const at = (text: string) => new Date(`${text}+08:00`);
  let period = 1;

  async function pay(who: TestAgreement, now: Date): Promise<string> {
    const billId = await addPostedBill(utility, who, "80.00", `2026-${String(period).padStart(2, "0")}`);
    period += 1;
    const orderNumber = `ORDER${period}`;
    return withTenantSql(scope, async (sql) => {
      await sql.query(
        `INSERT INTO payment_intent (tenant_id, id, order_number, customer_id, bill_id, amount, currency, gateway, state, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, 80, 'CNY', 'simulator', 'created', $6, $6::timestamptz + interval '1 hour')`,
        [scope.tenantId, newId(), orderNumber, who.customerId, billId, now],
      );
      const told = {
        orderNumber,
        transactionNumber: `T${orderNumber}`,
        amount: Decimal.parse("80.00"),
        currency: "CNY",
        state: "paid" as const,
        paidAt: now,
      };
      return (await recordPayment(sql, scope, "simulator", told, now))?.paymentId ?? "";
    });
  }

  it("goes on with the customer's own payment, not with an earlier one or a neighbour's, once however often it is told (T4)", async () => {
    const early = await pay(debtor, at("2026-03-02T09:00:00"));
    const now = at("2026-03-02T10:00:00");
    const caseId = await open(scope, { service: "arrears", customerId: debtor.customerId, now });
    expect(await waitingJobs(scope, "case.hear")).toBeGreaterThan(0);
    const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
    const other = await pay(neighbour, later(1));
    for (const told of [{ caseId }, { paymentId: early }, { paymentId: other }])
      expect(await hearEvent(scope, told, later(2))).toBe(0);
    const paymentId = await pay(debtor, later(3));
    expect(await hearEvent(scope, { paymentId }, later(3))).toBe(1);
    expect(await hearEvent(scope, { paymentId }, later(4))).toBe(0);
    await expect(standing(scope, caseId)).resolves.toMatchObject({ step: "act" });
  });

  it("counts on the calendar that its service names, as it stood in its release (D6)", async () => {
    const now = at("2026-03-02T10:00:00");
    const caseId = await open(scope, { service: "arrears", customerId: debtor.customerId, now });
    // Tuesday 3 March is closed under the release of the case; under the next one the office works, and is closed on 4 March.
    await addServices(utility, {}, [calendar("2026-03-04")]);
    const second = await open(scope, { service: "arrears", customerId: debtor.customerId, now });
    const paymentId = await pay(debtor, at("2026-03-02T11:00:00"));
    expect(await hearEvent(scope, { paymentId }, at("2026-03-02T11:00:00"))).toBe(2);
    await expect(standing(scope, caseId)).resolves.toEqual({ step: "act", due: at("2026-03-04T17:00:00") });
    await expect(standing(scope, second)).resolves.toEqual({ step: "act", due: at("2026-03-03T17:00:00") });
  });

  it("does not wait longer than it may", async () => {
    const now = at("2026-03-02T10:00:00");
    const caseId = await open(scope, { service: "arrears", customerId: neighbour.customerId, now });
    await tickCase(scope, caseId, at("2026-03-09T09:59:59"));
    await expect(standing(scope, caseId)).resolves.toMatchObject({ step: "wait" });
    await tickCase(scope, caseId, at("2026-03-09T10:00:01"));
    await expect(standing(scope, caseId)).resolves.toMatchObject({ step: "act" });
  });
});

describe("a case that waits for its alarm", async () => {
  const utility = await alarmUtility("waits-gas", {
    leak: {
      metrics: { concentration: { unit: "%LEL", maxAge: "PT1H" } },
      levels: [{ severity: "critical", raise: "concentration > 5.0", clear: "concentration <= 5.0" }],
    },
  });
  const { scope } = utility;
  await addServices(utility, { leak: waiting("alarm.returned") });
  await addGasHome(utility, "1");
  const T0 = Date.parse("2026-03-02T02:00:00Z");
  const measure = async (minutes: number, value: number) => {
    const timeMs = T0 + minutes * 60_000;
    await tell(scope, [{ timeMs, source: "M1", metric: "concentration", value }]);
    await judgeAll(scope, new Date(timeMs + 1_000));
  };

  it("goes on when the condition is over, and at once where it is over already", async () => {
    await measure(0, 9);
    const { rows } = await withTenantSql(scope, (sql) =>
      sql.query<{ id: string }>("SELECT id FROM alarm WHERE tenant_id = $1", [scope.tenantId]),
    );
    const alarmId = rows[0]?.id ?? "";
    const now = new Date(T0 + 60_000);
    const caseId = await open(scope, { service: "leak", alarmId, now });
    expect(await hearEvent(scope, { alarmId }, now)).toBe(0);
    await measure(10, 1);
    const after = new Date(T0 + 11 * 60_000);
    expect(await hearEvent(scope, { alarmId }, after)).toBe(1);
    await expect(standing(scope, caseId)).resolves.toMatchObject({ step: "act" });
    const late = await open(scope, { service: "leak", alarmId, now: after });
    expect(await hearEvent(scope, { caseId: late }, after)).toBe(1);
    expect(await waitingJobs(scope, "case.hear")).toBeGreaterThan(0);
  });
});
