import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import type { TariffInput } from "#schema/blueprint/tariff/schema.ts";
import { testDatabase } from "#tests/database.ts";
import { balancesOf, billsOf } from "#tests/fixtures/books.ts";
import { addManyAgreements, monthStarts } from "#tests/fixtures/many-agreements.ts";
import { addAgreement, makeUtility, type TestUtility } from "#tests/fixtures/utility.ts";
import { startWorkerProcess } from "#tests/fixtures/worker-process.ts";
import { billRunProgress } from "./bill-run-progress.ts";
import { startBillRun } from "./start-bill-run.ts";
import { pauseBillRun, resumeBillRun } from "./steer-bill-run.ts";
import { workBillRun } from "./work-bill-run.ts";

// A run is killed (SIGKILL to a real worker process) at random moments and must end as one that was never disturbed.
// kill.long.test.ts kills 300 times; the seed is printed, so that a failing series can be run again.

await testDatabase();
afterAll(closeDatabase);

const KILLS = Number(process.env.KILLS ?? 4);
const AGREEMENTS = Number(process.env.KILL_AGREEMENTS ?? 1200);
const CHUNK = 20;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const now = () => new Date("2026-11-05T00:00:00Z");

const TARIFF: TariffInput = {
  label: { "zh-CN": "年阶梯峰谷", en: "Tiers and time of use" },
  utility: "power",
  currency: "CNY",
  schedules: {
    day: {
      periods: { peak: { "zh-CN": "峰", en: "Peak" }, valley: { "zh-CN": "谷", en: "Valley" } },
      rules: [{ period: "peak", times: ["08:00-21:00"] }, { period: "valley" }],
    },
  },
  charges: [
    {
      code: "energy",
      type: "energy",
      label: { "zh-CN": "电费", en: "Energy" },
      schedule: "day",
      price: { peak: "0.5583", valley: "0.3583" },
    },
    {
      code: "tier",
      type: "energy",
      label: { "zh-CN": "阶梯加价", en: "Tiers" },
      tiers: {
        window: "year",
        steps: [{ upTo: "500", price: "0" }, { upTo: "900", price: "0.05" }, { price: "0.30" }],
      },
    },
  ],
};

async function utilityWithMonths(slug: string): Promise<TestUtility> {
  const utility = await makeUtility({ slug, tariffs: { tou: TARIFF } });
  const reads = monthStarts("2026-09", 3);
  await addManyAgreements(utility, {
    count: AGREEMENTS,
    tariff: "tou",
    registers: ["peak", "valley"],
    reads,
  });
  // Some that cannot be billed, and say why: exceptions must be exact, too.
  for (const number of ["9000001", "9000002", "9000003"]) {
    await addAgreement(utility, {
      number,
      tariff: number.endsWith("3") ? "gone" : "tou",
      startOn: "2026-09-01",
    });
  }
  return utility;
}

const start = (utility: TestUtility, period: string, inBackground: boolean) =>
  startBillRun(utility.scope, { period, inBackground, now: now(), chunkSize: CHUNK });

async function exceptionsOf(utility: TestUtility): Promise<string[]> {
  const { rows } = await withTenantSql(utility.scope, (sql) =>
    sql.query<{ row: string }>(
      `SELECT concat_ws('|', e.period, a.number, e.code, e.resolution) AS row FROM bill_exception e
       JOIN agreement a ON a.tenant_id = e.tenant_id AND a.id = e.agreement_id WHERE e.tenant_id = $1 ORDER BY 1`,
      [utility.tenantId],
    ),
  );
  return rows.map(({ row }) => row);
}

/** A small generator with a seed (mulberry32): the moments of the kills. */
function randomOf(state: number): () => number {
  let at = state;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe("a bill run", async () => {
  const undisturbed = await utilityWithMonths("undisturbed");
  for (const period of ["2026-09", "2026-10"]) {
    const { billRunId } = await start(undisturbed, period, false);
    await workBillRun(undisturbed.scope, billRunId, { now });
  }
  const expected = await billsOf(undisturbed);

  it("undisturbed bills everybody once and keeps the books", async () => {
    expect(expected).toHaveLength(2 * AGREEMENTS);
    expect(new Set(expected).size).toBe(expected.length);
    const { ledger, recomputed } = await balancesOf(undisturbed);
    expect(ledger).toEqual(recomputed);
    expect(await exceptionsOf(undisturbed)).toHaveLength(6);
  });

  it(
    `killed ${KILLS} times at random moments ends the same (seed ${seed})`,
    async () => {
      const utility = await utilityWithMonths("killed");
      const random = randomOf(seed);
      let kills = 0;
      let amidRun = 0;
      for (const period of ["2026-09", "2026-10"]) {
        const { billRunId } = await start(utility, period, true);
        let worker = await startWorkerProcess("bulk");
        for (;;) {
          const before = await billRunProgress(utility.scope, billRunId);
          if (before.state === "done") break;
          if (kills >= KILLS / (period === "2026-09" ? 2 : 1)) {
            await pause(50);
            continue;
          }
          await pause(random() * 250);
          await worker.kill();
          kills += 1;
          const { chunksDone, chunks } = await billRunProgress(utility.scope, billRunId);
          if (chunksDone > 0 && chunksDone < chunks) amidRun += 1;
          worker = await startWorkerProcess("bulk");
          // The run goes on by itself as soon as a worker is there, whatever the dead one had locked.
          await expect
            .poll(
              async () => {
                const run = await billRunProgress(utility.scope, billRunId);
                return run.state === "done" || run.chunksDone > chunksDone;
              },
              { timeout: 30_000, interval: 25 },
            )
            .toBe(true);
        }
        await worker.kill();
      }
      expect(kills).toBeGreaterThanOrEqual(Math.min(KILLS, 3));
      expect(amidRun).toBeGreaterThan(0);
      expect(await billsOf(utility)).toEqual(expected);
      expect(await exceptionsOf(utility)).toEqual(await exceptionsOf(undisturbed));
      const { ledger, recomputed } = await balancesOf(utility);
      expect(ledger).toEqual(recomputed);
      expect(ledger).toEqual((await balancesOf(undisturbed)).ledger);
    },
    120_000 + KILLS * 20_000,
  );

  it("started twice, worked on by several at once, paused and resumed, ends the same", async () => {
    const utility = await utilityWithMonths("crowded");
    for (const period of ["2026-09", "2026-10"]) {
      const started = await Promise.all([1, 2, 3].map(() => start(utility, period, false)));
      const billRunId = started[0]?.billRunId ?? "";
      expect(new Set(started.map((each) => each.billRunId)).size).toBe(1);
      expect(started.filter((each) => each.started)).toHaveLength(1);
      const work = () => workBillRun(utility.scope, billRunId, { now });
      const first = work();
      await pause(30);
      await pauseBillRun(utility.scope, billRunId);
      await first;
      const paused = await billRunProgress(utility.scope, billRunId);
      expect(paused.state).toBe("paused");
      expect(paused.chunksDone).toBeLessThan(paused.chunks);
      await work();
      expect((await billRunProgress(utility.scope, billRunId)).chunksDone).toBe(paused.chunksDone);
      await expect(start(utility, "2026-08", false)).rejects.toMatchObject({ code: "BILL_RUN_BUSY" });
      await resumeBillRun(utility.scope, billRunId);
      await Promise.all([work(), work(), work(), work()]);
      expect((await billRunProgress(utility.scope, billRunId)).state).toBe("done");
    }
    expect(await billsOf(utility)).toEqual(expected);
  });

  it("run again for a month that is billed changes nothing and says so", async () => {
    const before = await billsOf(undisturbed);
    const { billRunId, started } = await start(undisturbed, "2026-10", false);
    expect(started).toBe(true);
    await workBillRun(undisturbed.scope, billRunId, { now });
    const run = await billRunProgress(undisturbed.scope, billRunId);
    expect(run).toMatchObject({ posted: 0, held: 0, failed: 3, skipped: AGREEMENTS, state: "done" });
    expect(await billsOf(undisturbed)).toEqual(before);
  });
});
