import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { billRunProgress } from "#app/services/bill-run/bill-run-progress.ts";
import { listBillExceptions } from "#app/services/bill-run/list-exceptions.ts";
import { rehearseBillRun } from "#app/services/bill-run/rehearse-bill-run.ts";
import { startBillRun } from "#app/services/bill-run/start-bill-run.ts";
import { workBillRun } from "#app/services/bill-run/work-bill-run.ts";
import { trialBalance } from "#app/services/ledger/trial-balance.ts";
import { testDatabase } from "#tests/database.ts";
import { balancesOf } from "#tests/fixtures/books.ts";
import { addIndices, addRegister } from "#tests/fixtures/reads.ts";
import { addAgreement, customerScope, FLAT_TARIFF, makeUtility } from "#tests/fixtures/utility.ts";
import { listBills } from "./list-bills.ts";
import { discardBill, releaseBill } from "./settle-held-bill.ts";
import { showBill } from "./show-bill.ts";

await testDatabase();
afterAll(closeDatabase);

const now = () => new Date("2026-06-05T00:00:00Z");
const utility = await makeUtility({ slug: "held", tariffs: { flat: FLAT_TARIFF } });
const { scope } = utility;

async function run(period: string) {
  const { billRunId } = await startBillRun(scope, { period, inBackground: false, now: now() });
  await workBillRun(scope, billRunId, { now });
  return billRunProgress(scope, billRunId);
}

/** Use of January is 100 kWh, of February as given. */
async function agreementUsing(number: string, february: number) {
  const agreement = await addAgreement(utility, { number, tariff: "flat", startOn: "2026-01-01" });
  const register = await addRegister(utility, agreement, "total");
  await addIndices(utility, register, {
    "2026-01-01": "1000",
    "2026-02-01": "1100",
    "2026-03-01": String(1100 + february),
  });
  return { ...agreement, register };
}

async function billOf(agreementId: string, period: string) {
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<{ id: string; number: string; state: string; total: string }>(
      `SELECT id, number, state, total::text FROM bill
       WHERE tenant_id = $1 AND agreement_id = $2 AND period = $3 ORDER BY revision DESC LIMIT 1`,
      [utility.tenantId, agreementId, period],
    ),
  );
  return rows[0];
}

describe("checks before posting", async () => {
  const usual = await agreementUsing("1", 110);
  const risen = await agreementUsing("2", 900);
  const zero = await agreementUsing("3", 0);
  const backwards = await agreementUsing("4", -50);
  await run("2026-01");

  it("a rehearsal tells what would happen and writes nothing", async () => {
    const rehearsal = await rehearseBillRun(scope, "2026-02", "en");
    expect(rehearsal).toMatchObject({ due: 4, wouldPost: 1, totals: { CNY: "55.00" } });
    expect(rehearsal.causes.map(({ code, held }) => [code, held]).sort()).toEqual([
      ["BILL_USE_RISEN", true],
      ["BILL_USE_ZERO", true],
      ["INDEX_BACKWARDS", false],
    ]);
    expect((await listBills(scope, { period: "2026-02" })).bills).toEqual([]);
  });

  it("hold what is beyond belief, bill the rest, and name each cause in words", async () => {
    const done = await run("2026-02");
    expect(done).toMatchObject({ posted: 1, held: 2, failed: 1, skipped: 0 });
    expect(await billOf(usual.agreementId, "2026-02")).toMatchObject({ state: "posted", total: "55.00" });
    const { causes, rows } = await listBillExceptions(scope, done.id, undefined, "zh-CN");
    expect(causes.map(({ open }) => open)).toEqual([1, 1, 1]);
    const words = rows.map(({ message }) => message).join("\n");
    expect(words).toContain("示数从 1100 倒走到 1050");
    expect(words).toContain("上一期");
    expect(words).not.toMatch(/[{}]/);
  });

  it("keep a held bill from its customer, and out of the ledger", async () => {
    const bill = await billOf(risen.agreementId, "2026-02");
    const own = customerScope(utility, risen.customerId);
    await expect(showBill(own, bill?.id ?? "", "en")).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listBills(own, {})).bills.map(({ period }) => period)).toEqual(["2026-01"]);
    const { ledger, recomputed } = await balancesOf(utility);
    expect(ledger).toEqual(recomputed);
    expect(ledger["1122.C2"]).toBe("50");
  });

  it("a bill that was released is posted as a run would have, once", async () => {
    const bill = await billOf(risen.agreementId, "2026-02");
    await releaseBill(scope, bill?.id ?? "", now());
    await expect(releaseBill(scope, bill?.id ?? "", now())).rejects.toMatchObject({ code: "BILL_NOT_HELD" });
    const { ledger, recomputed } = await balancesOf(utility);
    expect(ledger).toEqual(recomputed);
    expect(ledger["1122.C2"]).toBe("500");
    const own = customerScope(utility, risen.customerId);
    const shown = await showBill(own, bill?.id ?? "", "en");
    expect(shown.lines[0]?.derivation.join(" ")).toContain("900 kWh × 0.5");
    expect(shown.previous).toMatchObject({ period: "2026-01", total: "50.00" });
  });

  it("a bill that was discarded is made anew from corrected reads, as the next revision", async () => {
    const bill = await billOf(zero.agreementId, "2026-02");
    await discardBill(scope, bill?.id ?? "", now());
    await addIndices(utility, zero.register, { "2026-03-01": "1190" });
    await addIndices(utility, backwards.register, { "2026-03-01": "1150" });
    const done = await run("2026-02");
    expect(done).toMatchObject({ posted: 2, held: 0, failed: 0, skipped: 2 });
    expect(await billOf(zero.agreementId, "2026-02")).toMatchObject({
      number: "202602-A3-R1",
      state: "posted",
      total: "45.00",
    });
    const { rows } = await withTenantSql(scope, (sql) =>
      sql.query<{ code: string; resolution: string }>(
        "SELECT code, resolution FROM bill_exception WHERE tenant_id = $1 ORDER BY code",
        [utility.tenantId],
      ),
    );
    expect(rows.map(({ code, resolution }) => `${code} ${resolution}`)).toEqual([
      "BILL_USE_RISEN released",
      "BILL_USE_ZERO discarded",
      "INDEX_BACKWARDS billed",
    ]);
    const { ledger, recomputed } = await balancesOf(utility);
    expect(ledger).toEqual(recomputed);
  });

  it("end with a trial balance whose two sides are equal", async () => {
    const { totals } = await trialBalance(scope, "en");
    expect(totals).toHaveLength(1);
    expect(totals[0]?.debit).toBe(totals[0]?.credit);
    expect(totals[0]?.debit).toBe("775.00");
  });

  it("a month before one that is billed, or after one that is missing, is not billed", async () => {
    const late = await agreementUsing("5", 100);
    await run("2026-02");
    expect(await billOf(late.agreementId, "2026-02")).toMatchObject({ state: "posted" });
    const january = await run("2026-01");
    expect(january).toMatchObject({ posted: 0, failed: 1 });
    const april = await run("2026-04");
    expect(april).toMatchObject({ posted: 0, failed: 5 });
    const { causes } = await listBillExceptions(scope, april.id, undefined, "en");
    expect(causes).toMatchObject([{ code: "EARLIER_BILL_MISSING", open: 5 }]);
  });
});
