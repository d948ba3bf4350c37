import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { startBillRun } from "#app/services/bill-run/start-bill-run.ts";
import { workBillRun } from "#app/services/bill-run/work-bill-run.ts";
import type { TariffInput } from "#schema/blueprint/tariff/schema.ts";
import { testDatabase } from "#tests/database.ts";
import { billsOf } from "#tests/fixtures/books.ts";
import { addManyAgreements, monthStarts } from "#tests/fixtures/many-agreements.ts";
import { addAgreement, FLAT_TARIFF, makeUtility, type TestUtility } from "#tests/fixtures/utility.ts";
import { startWorkerProcess } from "#tests/fixtures/worker-process.ts";
import { exportShadowRun } from "./export-shadow-run.ts";
import { showShadowRun } from "./show-shadow-run.ts";
import { startShadowRun } from "./start-shadow-run.ts";
import { steerShadowRun } from "./steer-shadow-run.ts";
import { workShadowRun } from "./work-shadow-run.ts";

await testDatabase();
afterAll(closeDatabase);

const AGREEMENTS = 300;
const now = () => new Date("2026-12-05T00:00:00Z");

const words = (text: string) => ({ "zh-CN": text, en: text });
const tou = (peak: string, limit: string): TariffInput => ({
  label: words("峰谷年阶梯"),
  utility: "power",
  currency: "CNY",
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
      price: { peak, valley: "0.3583" },
    },
    {
      code: "tier",
      type: "energy",
      label: words("阶梯"),
      tiers: { window: "year", steps: [{ upTo: limit, price: "0" }, { price: "0.30" }] },
    },
  ],
});

async function utilityWithBills(slug: string): Promise<TestUtility> {
  const utility = await makeUtility({ slug, tariffs: { tou: tou("0.5583", "500"), flat: FLAT_TARIFF } });
  await addManyAgreements(utility, {
    count: AGREEMENTS,
    tariff: "tou",
    registers: ["peak", "valley"],
    reads: monthStarts("2026-09", 4),
  });
  // Has no reads, so neither tariff can rate it.
  await addAgreement(utility, { number: "9000001", tariff: "tou", startOn: "2026-09-01" });
  return utility;
}

const startRun = (utility: TestUtility, rest: object = {}) =>
  startShadowRun(utility.scope, {
    tariffKey: "tou-draft",
    content: tou("0.60", "400"),
    liveKeys: ["tou"],
    from: "2026-09",
    to: "2026-11",
    inBackground: false,
    now: now(),
    chunkSize: 20,
    ...rest,
  });

const resultsOf = async (utility: TestUtility, shadowRunId: string) => {
  const rows: string[] = [];
  for await (const batch of exportShadowRun(utility.scope, shadowRunId)) {
    rows.push(...batch.map((row) => `${row.agreementNumber} ${row.usage} ${row.live} ${row.draft}`));
  }
  return rows.sort();
};

describe("a shadow run", async () => {
  const utility = await utilityWithBills("shadow");
  for (const period of ["2026-09", "2026-10", "2026-11"]) {
    const { billRunId } = await startBillRun(utility.scope, { period, inBackground: false, now: now() });
    await workBillRun(utility.scope, billRunId, { now });
  }
  const { shadowRunId, agreements } = await startRun(utility);
  const bills = await billsOf(utility);
  await workShadowRun(utility.scope, shadowRunId, { now });
  const shown = await showShadowRun(utility.scope, shadowRunId, "en");

  it("compares everybody, writes no bill, and what the live side says is what was billed", async () => {
    expect(agreements).toBe(AGREEMENTS + 1);
    expect(shown).toMatchObject({ state: "done", compared: AGREEMENTS, failed: 1 });
    expect(await billsOf(utility)).toEqual(bills);
    const { rows } = await withTenantSql(utility.scope, (sql) =>
      sql.query<{ row: string }>(
        `SELECT concat_ws(' ', a.number, sum(b.usage), sum(b.total)) AS row FROM bill b
         JOIN agreement a ON a.tenant_id = b.tenant_id AND a.id = b.agreement_id
         WHERE b.tenant_id = $1 GROUP BY a.number ORDER BY 1`,
        [utility.tenantId],
      ),
    );
    const compared = await resultsOf(utility, shadowRunId);
    expect(compared.map((row) => row.split(" ").slice(0, 3).join(" "))).toEqual(rows.map(({ row }) => row));
  });

  it("sums by class, counts each change once, lists the most affected first, names what failed", () => {
    const [household] = shown.classes;
    expect(shown.classes).toHaveLength(1);
    expect(household).toMatchObject({ class: "household", agreements: AGREEMENTS, down: 0 });
    expect(Number(household?.draft)).toBeGreaterThan(Number(household?.live));
    expect(shown.buckets.reduce((sum, { agreements: count }) => sum + count, 0)).toBe(AGREEMENTS);
    expect(shown.most).toHaveLength(100);
    const changes = shown.most.map(({ change }) => Math.abs(Number(change)));
    expect(changes).toEqual(changes.toSorted((a, b) => b - a));
    expect(shown.faults).toMatchObject([{ side: "live", agreements: 1 }]);
    expect(shown.faults[0]?.words).not.toBe(shown.faults[0]?.code);
  });

  it("a draft that is the tariff in force changes nothing for anybody", async () => {
    const same = await startRun(utility, { content: tou("0.5583", "500") });
    await workShadowRun(utility.scope, same.shadowRunId, { now });
    const { classes } = await showShadowRun(utility.scope, same.shadowRunId, "en");
    expect(classes).toMatchObject([{ same: AGREEMENTS, up: 0, down: 0 }]);
    expect(classes[0]?.live).toBe(classes[0]?.draft);
  });

  it("begun in mid-year, a draft with yearly tiers on a tariff without them counts the year's use", async () => {
    const late = await startRun(utility, { from: "2026-11", to: "2026-11" });
    await workShadowRun(utility.scope, late.shadowRunId, { now });
    const whole = new Map((await resultsOf(utility, shadowRunId)).map((row) => [row.split(" ")[0], row]));
    for (const row of await resultsOf(utility, late.shadowRunId)) {
      const [number, , live, draft] = row.split(" ");
      const [, , liveOfThree, draftOfThree] = (whole.get(number) ?? "").split(" ");
      expect(Number(draft) - Number(live)).toBeLessThanOrEqual(Number(draftOfThree) - Number(liveOfThree));
    }
  });

  it("killed by SIGKILL, paused, and resumed, ends as one that was never disturbed", {
    timeout: 180_000,
  }, async () => {
    const again = await startRun(utility, { inBackground: true, chunkSize: 10 });
    let worker = await startWorkerProcess("bulk");
    for (let kill = 0; kill < 2; kill += 1) {
      await pause(150);
      await worker.kill();
      worker = await startWorkerProcess("bulk");
    }
    const state = async () => (await showShadowRun(utility.scope, again.shadowRunId, "en")).state;
    if ((await state()) === "running") {
      await steerShadowRun(utility.scope, again.shadowRunId, "pause", now());
      await pause(300);
      await steerShadowRun(utility.scope, again.shadowRunId, "resume", now());
    }
    await expect.poll(state, { timeout: 60_000, interval: 50 }).toBe("done");
    await worker.kill();
    expect(await resultsOf(utility, again.shadowRunId)).toEqual(await resultsOf(utility, shadowRunId));
  });

  it("stopped, it stays as it is", async () => {
    const stopped = await startRun(utility);
    await steerShadowRun(utility.scope, stopped.shadowRunId, "stop", now());
    await workShadowRun(utility.scope, stopped.shadowRunId, { now });
    expect(await showShadowRun(utility.scope, stopped.shadowRunId, "en")).toMatchObject({
      state: "stopped",
      compared: 0,
    });
    await expect(steerShadowRun(utility.scope, stopped.shadowRunId, "resume", now())).rejects.toMatchObject({
      code: "SHADOW_RUN_OVER",
    });
  });

  it.each([
    ["a tariff that nobody is on", { liveKeys: ["flat"] }, "SHADOW_RUN_EMPTY"],
    ["a month that is not over", { to: "2026-12" }, "SHADOW_RUN_FUTURE"],
    ["too many months", { from: "2025-01" }, "SHADOW_RUN_LONG"],
    ["another currency", { content: { ...tou("1", "500"), currency: "USD" } }, "SHADOW_CURRENCY"],
    ["a tariff that is none", { content: { label: "x" } }, "TARIFF_INVALID"],
    ["a live tariff that is not there", { liveKeys: ["gone"] }, "ITEM_UNKNOWN"],
  ])("refuses %s", async (_, rest, code) => {
    await expect(startRun(utility, rest)).rejects.toMatchObject({ code });
  });
});
