import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { compileAlarm, historyOf, type LifeTurn, lifeOf } from "#engines/alarms/index.ts";
import { alarmSchema } from "#schema/blueprint/alarm/schema.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
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

await testDatabase();
afterAll(closeDatabase);

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 1);
const NOW = new Date(START + 40 * HOUR);

const RULES: Readonly<Record<string, JsonObject>> = {
  leak: LEAK,
  ladder: {
    metrics: { flow: { unit: "m³/h", maxAge: "PT3H" } },
    windows: { least: { metric: "flow", over: "PT4H", take: "min" } },
    levels: [
      { severity: "medium", raise: "least > 1.0", for: "PT30M", clear: "flow < 1.0", clearFor: "PT1H" },
      { severity: "high", raise: "flow > 5.0", clear: "flow < 3.0" },
    ],
  },
  silent: {
    metrics: { flow: { unit: "m³/h" } },
    absence: { severity: "low", metric: "flow", after: "PT6H", lateness: "PT1H" },
  },
};
const words = { "zh-CN": "词", en: "words" };
const record = {
  label: words,
  message: words,
  cause: words,
  consequence: words,
  runbook: words,
  responseMinutes: 1,
};
const parsed = Object.entries(RULES).map(
  ([key, rule]) => [key, alarmSchema.parse({ ...record, ...rule })] as const,
);
const programs = new Map(parsed.map(([key, rule]) => [key, compileAlarm(rule)]));

/** The naive oracle: all events at once, from the beginning, without a database. */
function expected(events: readonly TestEvent[]): { transitions: string[]; alarms: string[] } {
  const history = historyOf(programs, events, { untilMs: NOW.getTime() });
  const iso = (ms: number) => new Date(ms).toISOString();
  const sorted = (cause: object) =>
    `{${Object.entries(cause)
      .sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
      .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
      .join(", ")}}`;
  const groups = Map.groupBy(history, ({ rule, source }) => `${rule} ${source}`);
  const alarms = [...groups].flatMap(([name, turns]) => {
    const rule = new Map(parsed).get(turns[0]?.rule ?? "");
    const life = lifeOf(
      turns as readonly LifeTurn[],
      [],
      rule ?? { latch: false, confirmOnSite: false },
      NOW.getTime(),
    ).at(-1);
    return life === undefined || life.state === "normal"
      ? []
      : [`${name} ${life.state} ${life.severity} ${life.worst} ${iso(life.raisedMs)}`];
  });
  return {
    transitions: history.map(
      ({ timeMs, rule, source, from, to, cause }) =>
        `${iso(timeMs)} ${rule} ${source} ${from} ${to} ${sorted(cause)}`,
    ),
    alarms: alarms.sort(),
  };
}

const arbitraryEvent: fc.Arbitrary<TestEvent> = fc
  .tuple(
    fc.nat(35),
    fc.constantFrom(0, 10, 20, 30),
    fc.constantFrom("S1", "S2"),
    fc.oneof(
      fc.tuple(fc.constant("flow"), fc.constantFrom(0, 0.5, 2, 4, 6)),
      fc.tuple(fc.constant("concentration"), fc.constantFrom(0, 3, 8)),
    ),
  )
  .map(([hour, minute, source, [metric, value]]) => ({
    timeMs: START + hour * HOUR + minute * 60_000,
    source,
    metric,
    value,
  }));

let made = 0;
async function freshUtility(): Promise<TestUtility> {
  made += 1;
  const utility = await alarmUtility(`events-${made}`, RULES);
  for (const number of ["1", "2"]) await addGasHome(utility, number);
  return utility;
}

describe("what the database makes of events", () => {
  it("A1 shuffled, repeated and late, in any portions, judged in between: the oracle's history, byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryEvent, { maxLength: 40 }).chain((events) =>
          fc.record({
            events: fc.constant(events),
            sent: fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
            cuts: fc.array(fc.nat(events.length * 2), { maxLength: 5 }),
          }),
        ),
        async ({ events, sent, cuts }) => {
          const utility = await freshUtility();
          const places = [...new Set([0, ...cuts, sent.length])].sort((a, b) => a - b);
          for (const [at, from] of places.entries()) {
            await tell(utility.scope, sent.slice(from, places[at + 1]));
            await judgeAll(utility.scope, NOW);
          }
          const found = await historyText(utility.scope);
          expect(found).toEqual(expected(events));
          // Once more changes nothing at all.
          const journal = await journalCount(utility);
          expect((await tell(utility.scope, events)).unchanged).toBe(true);
          await judgeAll(utility.scope, NOW);
          expect(await historyText(utility.scope)).toEqual(found);
          expect(await journalCount(utility)).toBe(journal);
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 15) },
    );
  }, 300_000);
});

async function journalCount(utility: TestUtility): Promise<number> {
  const { rows } = await withTenantSql(utility.scope, (sql) =>
    sql.query<{ count: number }>("SELECT count(*)::int AS count FROM alarm_journal WHERE tenant_id = $1", [
      utility.tenantId,
    ]),
  );
  return rows[0]?.count ?? 0;
}

async function journalOf(utility: TestUtility): Promise<string[]> {
  const { rows } = await withTenantSql(utility.scope, (sql) =>
    sql.query<{ entry: string }>("SELECT entry FROM alarm_journal WHERE tenant_id = $1 ORDER BY at, id", [
      utility.tenantId,
    ]),
  );
  return rows.map(({ entry }) => entry);
}

describe("one leak", () => {
  let utility: TestUtility;
  const at = (minutes: number, value: number): TestEvent => ({
    timeMs: NOW.getTime() - 60 * 60_000 + minutes * 60_000,
    source: "M1",
    metric: "concentration",
    value,
  });
  beforeAll(async () => {
    utility = await freshUtility();
  });

  it("is raised once, however often it is told", async () => {
    await tell(utility.scope, [at(0, 1), at(10, 9)]);
    await judgeAll(utility.scope, NOW);
    await tell(utility.scope, [at(10, 9), at(20, 9)]);
    await judgeAll(utility.scope, NOW);
    const { alarms, transitions } = await historyText(utility.scope);
    expect(transitions).toHaveLength(1);
    expect(alarms).toEqual([
      `leak S1 unacknowledged critical critical ${new Date(at(10, 0).timeMs).toISOString()}`,
    ]);
    expect((await journalOf(utility)).filter((entry) => entry === "raised")).toHaveLength(1);
  });

  it("A1 late data that change its history are shown as a correction", async () => {
    await tell(utility.scope, [at(5, 9), at(7, 2)]);
    await judgeAll(utility.scope, NOW);
    const { transitions } = await historyText(utility.scope);
    expect(transitions.map((line) => line.split(" ").slice(3, 5).join("→"))).toEqual([
      "normal→critical",
      "critical→normal",
      "normal→critical",
    ]);
    expect(await journalOf(utility)).toEqual(["raised", "corrected"]);
  });

  it("tells the line and the reason of what cannot be taken", async () => {
    const report = await tell(utility.scope, [
      { ...at(1, 1), source: "NOBODY" },
      { ...at(2, 1), metric: "no such" },
    ]);
    expect(report).toMatchObject({ events: 0, faults: 2, quarantinedNew: 2 });
    expect(report.firstFaults.map(({ code, line }) => [code, line]).sort()).toEqual([
      ["ALARM_EVENT_INVALID", 2],
      ["EVENT_SOURCE_UNKNOWN", 1],
    ]);
  });
});
