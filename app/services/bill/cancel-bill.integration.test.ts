import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, readTenant, withTenantSql } from "#app/platform/database.ts";
import { startBillRun } from "#app/services/bill-run/start-bill-run.ts";
import { workBillRun } from "#app/services/bill-run/work-bill-run.ts";
import { customerAccount } from "#app/services/ledger/customer-account.ts";
import { compareTariffs } from "#app/services/what-if/compare-tariffs.ts";
import type { TariffInput } from "#schema/blueprint/tariff/schema.ts";
import { testDatabase } from "#tests/database.ts";
import { balancesOf } from "#tests/fixtures/books.ts";
import { addManyAgreements, monthStarts } from "#tests/fixtures/many-agreements.ts";
import { customerScope, FLAT_TARIFF, makeUtility } from "#tests/fixtures/utility.ts";
import { cancelBill } from "./cancel-bill.ts";
import { rebill } from "./rebill.ts";

await testDatabase();
afterAll(closeDatabase);

const now = new Date("2026-12-05T00:00:00Z");
const words = (text: string) => ({ "zh-CN": text, en: text });
const TOU: TariffInput = {
  label: words("峰谷"),
  utility: "power",
  currency: "CNY",
  classes: ["household"],
  schedules: {
    day: {
      periods: { peak: words("峰"), valley: words("谷") },
      rules: [{ period: "peak", times: ["08:00-21:00"] }, { period: "valley" }],
    },
  },
  charges: [
    {
      code: "energy",
      type: "energy",
      label: words("电费"),
      schedule: "day",
      price: { peak: "0.6", valley: "0.3" },
    },
    {
      code: "tax",
      type: "percentage",
      label: words("税"),
      of: ["energy"],
      percent: "13",
      included: true,
      group: "tax",
    },
  ],
};

const utility = await makeUtility({
  slug: "cancel",
  tariffs: {
    flat: { ...FLAT_TARIFF, classes: ["household"] },
    tou: TOU,
    works: { ...FLAT_TARIFF, classes: ["business"] },
  },
});
await addManyAgreements(utility, {
  count: 3,
  tariff: "tou",
  registers: ["peak", "valley"],
  reads: monthStarts("2026-09", 4),
});
for (const period of ["2026-09", "2026-10", "2026-11"]) {
  const { billRunId } = await startBillRun(utility.scope, { period, inBackground: false, now });
  await workBillRun(utility.scope, billRunId, { now: () => now });
}

interface Row extends Record<string, unknown> {
  id: string;
  customer: string;
  number: string;
  state: string;
  total: string;
  revision: number;
}
const bills = (agreement: string) =>
  readTenant<Row>(
    utility.scope,
    "test.bills",
    `SELECT b.id, b.customer_id AS customer, b.number, b.state, b.total::text AS total, b.revision FROM bill b
     JOIN agreement a ON a.tenant_id = b.tenant_id AND a.id = b.agreement_id
     WHERE b.tenant_id = $1 AND a.number = $2 ORDER BY b.period_start, b.revision`,
    [utility.tenantId, agreement],
  );

describe("cancelling a posted bill", () => {
  it("B12 books its exact reversal, keeps it as cancelled with the reason, and refuses a second time", async () => {
    const [, , november] = await bills("A0000001");
    const id = november?.id ?? "";
    const before = await customerAccount(utility.scope, november?.customer ?? "", "en");
    await cancelBill(utility.scope, id, { reason: "wrong meter", now });
    const after = await customerAccount(utility.scope, november?.customer ?? "", "en");
    const owed = ({ balances }: typeof after) => Number(balances[0]?.balance ?? 0);
    expect(owed(before) - owed(after)).toBeCloseTo(Number(november?.total), 10);
    const { ledger, recomputed } = await balancesOf(utility);
    // Included tax is moved inside of revenue, which the naive books do not know.
    expect(ledger["1122.C0000001"]).toEqual(recomputed["1122.C0000001"]);
    const audited = await withTenantSql(utility.scope, (sql) =>
      sql.query<{ after: { reason: string } }>(
        "SELECT after FROM audit_entry WHERE tenant_id = $1 AND action = 'cancel' AND noun_id = $2",
        [utility.tenantId, id],
      ),
    );
    expect(audited.rows).toMatchObject([{ after: { reason: "wrong meter" } }]);
    await expect(cancelBill(utility.scope, id, { reason: "again", now })).rejects.toMatchObject({
      code: "BILL_NOT_POSTED",
    });
  });

  it("a bill on which a later one stands waits for that", async () => {
    const [september] = await bills("A0000002");
    await expect(cancelBill(utility.scope, september?.id ?? "", { reason: "x", now })).rejects.toMatchObject({
      code: "BILL_HAS_LATER",
    });
  });

  it("rebilled, the same reads make the same bill as a new revision; cancel + rebill moves nothing", async () => {
    const before = (await balancesOf(utility)).ledger;
    const [, , november] = await bills("A0000003");
    const { newBillId } = await rebill(utility.scope, november?.id ?? "", { reason: "check", now });
    const all = await bills("A0000003");
    expect(all.map(({ state, revision }) => `${state} ${revision}`)).toEqual([
      "posted 0",
      "posted 0",
      "cancelled 0",
      "posted 1",
    ]);
    expect(all[3]).toMatchObject({ id: newBillId, total: november?.total, number: `${november?.number}-R1` });
    expect((await balancesOf(utility)).ledger).toEqual(before);
  });
});

describe("what if", () => {
  it("rates the customer's own months by the tariffs open to their class, and what was billed comes out", async () => {
    const own = await bills("A0000002");
    const scope = customerScope(utility, own[0]?.customer ?? "");
    const answer = await compareTariffs(scope, { percent: 50, fromHours: [17, 21], toHours: [0, 6] }, "en");
    expect(answer).toMatchObject({ basis: "register", months: 3, from: "2026-09-01", to: "2026-11-30" });
    expect(answer?.tariffs.map(({ key, own: mine }) => `${key} ${mine}`)).toEqual(["tou true", "flat false"]);
    const [tou, flat] = answer?.tariffs ?? [];
    expect(Number(tou?.total)).toBeCloseTo(
      own.reduce((sum, { total }) => sum + Number(total), 0),
      10,
    );
    expect(Number(tou?.shifted)).toBeLessThan(Number(tou?.total));
    // One price: when it is used does not matter.
    expect(flat?.shifted).toBe(flat?.total);
    expect(tou?.months.map(({ total }) => total)).toEqual(own.map(({ total }) => total));
    expect(tou?.latest[0]?.derivation.length).toBeGreaterThan(1);
  });
});
