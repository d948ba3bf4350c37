import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import type { TariffInput } from "#schema/blueprint/tariff/schema.ts";
import { testDatabase } from "#tests/database.ts";
import { balancesOf } from "#tests/fixtures/books.ts";
import { addDayRows, addIndices, addRegister } from "#tests/fixtures/reads.ts";
import { addAgreement, makeUtility, type TestAgreement, type TestUtility } from "#tests/fixtures/utility.ts";
import { billRunProgress } from "./bill-run-progress.ts";
import { startBillRun } from "./start-bill-run.ts";
import { workBillRun } from "./work-bill-run.ts";

// The worked cases of published sources, from stored reads through the database to posted bills and the ledger.

await testDatabase();
afterAll(closeDatabase);

const now = () => new Date("2026-11-05T00:00:00Z");

const packTariff = (path: string): TariffInput =>
  parse(readFileSync(new URL(`../../../tenants/${path}`, import.meta.url), "utf8")) as TariffInput;

async function runMonth(utility: TestUtility, period: string) {
  const { billRunId } = await startBillRun(utility.scope, { period, inBackground: false, now: now() });
  await workBillRun(utility.scope, billRunId, { now });
  const run = await billRunProgress(utility.scope, billRunId);
  expect(run.state).toBe("done");
  return run;
}

async function billOf(utility: TestUtility, { agreementId }: TestAgreement, period: string) {
  return withTenantSql(utility.scope, async (sql) => {
    const { rows } = await sql.query<{
      id: string;
      total: string;
      state: string;
      period_start: string;
      period_end: string;
    }>(
      `SELECT id, total::text, state, period_start, period_end FROM bill
       WHERE tenant_id = $1 AND agreement_id = $2 AND period = $3`,
      [utility.tenantId, agreementId, period],
    );
    const bill = rows[0];
    if (bill === undefined) throw new Error(`no bill of ${period}`);
    const lines = await sql.query<{ code: string; amount: string }>(
      "SELECT code, amount::text FROM bill_line WHERE tenant_id = $1 AND bill_id = $2 ORDER BY number",
      [utility.tenantId, bill.id],
    );
    return { ...bill, lines: Object.fromEntries(lines.rows.map(({ code, amount }) => [code, amount])) };
  });
}

describe("Jiangsu, yearly tiers, peak and valley, read every two months (77.wendadaohang.com/zd/88Wp8W3I8vGNWYYGYI.html)", async () => {
  const utility = await makeUtility({
    slug: "jiangsu",
    tariffs: { tou: packTariff("qingjiang/tariff/residential-tou.yaml") },
  });
  const plan = { tariff: "tou", cycleMonths: 2 };

  it("February: peak 500, valley 700, first tier: 530.00 after rounding to 0.1", async () => {
    const agreement = await addAgreement(utility, { ...plan, number: "1", startOn: "2026-01-01" });
    const peak = await addRegister(utility, agreement, "peak");
    const valley = await addRegister(utility, agreement, "valley");
    await addIndices(utility, peak, { "2026-01-01": "1000", "2026-03-01": "1500" });
    await addIndices(utility, valley, { "2026-01-01": "999600.5", "2026-03-01": "300.5" });
    const run = await runMonth(utility, "2026-02");
    expect(run).toMatchObject({ agreements: 1, posted: 1, held: 0, failed: 0 });
    const bill = await billOf(utility, agreement, "2026-02");
    expect(bill).toMatchObject({ total: "530.00", state: "posted" });
    expect(bill).toMatchObject({ period_start: "2026-01-01", period_end: "2026-03-01" });
    expect(bill.lines).toMatchObject({ "energy.peak": "279.15", "energy.valley": "250.81" });
  });

  it("August: 2500 kWh accumulated before, 980 kWh of it in tier two: 593.30 after rounding to 0.1", async () => {
    const agreement = await addAgreement(utility, {
      ...plan,
      number: "2",
      startOn: "2020-01-01",
      terms: { openingOn: "2026-07-01", opening: { energy: { window: "2026", quantity: "2500" } } },
    });
    const peak = await addRegister(utility, agreement, "peak");
    const valley = await addRegister(utility, agreement, "valley");
    await addIndices(utility, peak, { "2026-07-01": "0", "2026-09-01": "500" });
    await addIndices(utility, valley, { "2026-07-01": "0", "2026-09-01": "740" });
    await runMonth(utility, "2026-08");
    const bill = await billOf(utility, agreement, "2026-08");
    expect(bill.total).toBe("593.30");
    expect(bill.lines).toMatchObject({ "energy.peak": "279.15", "energy.valley": "265.14" });
    expect(Object.entries(bill.lines).find(([code]) => code.includes("tier-2"))?.[1]).toBe("49.00");
  });

  it("bills months only that its cycle closes", async () => {
    await expect(
      startBillRun(utility.scope, { period: "2026-09", inBackground: false, now: now() }),
    ).rejects.toMatchObject({ code: "BILL_RUN_EMPTY" });
  });

  it("ends with a ledger equal to its recomputation", async () => {
    const { ledger, recomputed } = await balancesOf(utility);
    expect(ledger).toEqual(recomputed);
    expect(ledger).toMatchObject({ "1122.C1": "530", "1122.C2": "593.3" });
  });
});

describe("Yangzhou, residential gas by yearly tiers (jxyuer.com/news/jiaodian/355214.html)", async () => {
  const utility = await makeUtility({
    slug: "yangzhou",
    kind: "gas",
    tariffs: { gas: packTariff("linzhou-gas/tariff/residential.yaml") },
  });

  it("1000 m³ in a year, month by month: 1080.00 + 1765.20 = 2845.20", async () => {
    const agreement = await addAgreement(utility, {
      number: "1",
      tariff: "gas",
      commodity: "gas",
      startOn: "2025-01-01",
    });
    const volume = await addRegister(utility, agreement, "volume", { unit: "m3", integerDigits: 5 });
    const months = Array.from({ length: 13 }, (_, at) =>
      new Date(Date.UTC(2025, at, 1)).toISOString().slice(0, 10),
    );
    // Uneven months that sum to 1000; the counter runs over in summer.
    const uses = [120, 130, 110, 60, 40.5, 29.5, 20, 20, 40, 90, 150, 190];
    let index = 99_600;
    const indices = Object.fromEntries(
      months.map((month, at) => {
        const row = [month, (index % 100_000).toFixed(2)] as const;
        index += uses[at] ?? 0;
        return row;
      }),
    );
    await addIndices(utility, volume, indices);
    const totals: string[] = [];
    for (const month of months.slice(0, 12)) {
      await runMonth(utility, month.slice(0, 7));
      totals.push((await billOf(utility, agreement, month.slice(0, 7))).total);
    }
    const cents = totals.reduce((sum, total) => sum + Math.round(Number(total) * 100), 0);
    expect(cents).toBe(284_520);
    const { ledger, recomputed } = await balancesOf(utility);
    expect(ledger).toEqual(recomputed);
    expect(ledger).toEqual({ "1122.C1": "2845.2", "6001.01": "-2845.2" });
  });

  it("a household of six: each person above four adds 100 / 200 m³, so 600 m³ lie in the first step", async () => {
    const agreement = await addAgreement(utility, {
      number: "2",
      tariff: "gas",
      commodity: "gas",
      startOn: "2025-12-01",
      terms: { persons: "6" },
    });
    const volume = await addRegister(utility, agreement, "volume", { unit: "m3", integerDigits: 5 });
    await addIndices(utility, volume, { "2025-12-01": "0", "2026-01-01": "600" });
    await runMonth(utility, "2025-12");
    expect((await billOf(utility, agreement, "2025-12")).total).toBe("1620.00");
  });
});

describe("A US tariff in its own zone, from intervals", async () => {
  const utility = await makeUtility({
    slug: "alder",
    timezone: "America/Los_Angeles",
    currency: "USD",
    tariffs: { tou: packTariff("alder-bay/tariff/residential-tou-sample.yaml") },
  });

  it("bills March and November with 23 and 25 hours on the days of the clock change", async () => {
    const agreement = await addAgreement(utility, {
      number: "1",
      tariff: "tou",
      usageSource: "interval",
      timezone: "America/Los_Angeles",
      startOn: "2025-03-01",
    });
    const days: Record<string, number[]> = {};
    for (let at = 0; at < 31; at += 1) {
      const day = new Date(Date.UTC(2025, 2, 1 + at)).toISOString().slice(0, 10);
      days[day] = Array.from({ length: day === "2025-03-09" ? 23 : 24 }, () => 1000);
    }
    await addDayRows(utility, agreement, {
      timezone: "America/Los_Angeles",
      exponent: -3,
      unit: "kWh",
      days,
    });
    const run = await runMonth(utility, "2025-03");
    expect(run).toMatchObject({ posted: 1, failed: 0 });
    // Naive: 743 hours of 1 kWh. Weekends 0.10; weekdays hours 10-14 at 0.05, 15-19 at 0.20, else 0.10.
    let cents = 0;
    for (const [day, values] of Object.entries(days)) {
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
      const weekend = weekday === 0 || weekday === 6;
      // The change of the clock is at 2 a.m.: no hour from 10 to 19 is missing.
      cents += weekend ? values.length * 10 : 5 * 5 + 5 * 20 + (values.length - 10) * 10;
    }
    expect((await billOf(utility, agreement, "2025-03")).total).toBe((cents / 100).toFixed(2));
  });
});
