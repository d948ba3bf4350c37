import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { testDatabase } from "#tests/database.ts";
import {
  addGasHome,
  alarmUtility,
  historyText,
  judgeAll,
  LEAK,
  type TestEvent,
  tell,
} from "#tests/fixtures/alarms.ts";
import type { TestUtility } from "#tests/fixtures/utility.ts";
import { startWorkerProcess } from "#tests/fixtures/worker-process.ts";

await testDatabase();
afterAll(closeDatabase);

const HOMES = 60;
const PORTIONS = 12;
const KILLS = 4;

async function makeHomes(slug: string): Promise<TestUtility> {
  const utility = await alarmUtility(slug, {
    leak: LEAK,
    flow: {
      metrics: { flow: { unit: "1" } },
      levels: [{ severity: "medium", raise: "flow > 2.0", for: "PT10M", clear: "flow < 1.0" }],
    },
  });
  for (let home = 1; home <= HOMES; home += 1) await addGasHome(utility, String(home));
  return utility;
}

/** The same for every run: each home rises and falls at its own time. */
function events(startMs: number, portion: number): TestEvent[] {
  return Array.from({ length: HOMES }, (_, home) => home + 1).flatMap((home) => {
    const timeMs = startMs + portion * 600_000 + home * 1_000;
    const up = (portion + home) % 4 < 2;
    return [
      { timeMs, source: `S${home}`, metric: "concentration", value: up ? 9 : 1 },
      { timeMs, source: `S${home}`, metric: "flow", value: up ? 3 : 0 },
    ];
  });
}

it("A1 a worker that is killed again and again while it judges: the same history, each occurrence once", async () => {
  const startMs = Date.now() - PORTIONS * 600_000 - 3_600_000;
  const undisturbed = await makeHomes("undisturbed");
  for (let portion = 0; portion < PORTIONS; portion += 1)
    await tell(undisturbed.scope, events(startMs, portion));
  await judgeAll(undisturbed.scope, new Date());

  const killed = await makeHomes("killed");
  let worker = await startWorkerProcess("urgent");
  for (let portion = 0; portion < PORTIONS; portion += 1) {
    await tell(killed.scope, events(startMs, portion));
    if (portion % 3 === 1 && portion / 3 < KILLS) {
      await sleep(5 + portion * 7);
      await worker.kill();
      worker = await startWorkerProcess("urgent");
    }
  }
  const due = () =>
    withTenantSql(killed.scope, async (sql) => {
      const { rows } = await sql.query<{ due: number }>(
        "SELECT count(*)::int AS due FROM alarm_due WHERE tenant_id = $1",
        [killed.tenantId],
      );
      return rows[0]?.due;
    });
  await expect.poll(due, { timeout: 60_000, interval: 100 }).toBe(0);
  await worker.stop();
  expect(await historyText(killed.scope)).toEqual(await historyText(undisturbed.scope));
  const { rows } = await withTenantSql(killed.scope, (sql) =>
    sql.query(
      `SELECT alarm_id, key FROM alarm_journal WHERE tenant_id = $1 AND entry = 'raised' GROUP BY 1, 2 HAVING count(*) > 1`,
      [killed.tenantId],
    ),
  );
  expect(rows).toEqual([]);
}, 180_000);
