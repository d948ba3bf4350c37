import { Engine } from "json-rules-engine";
import { type AlarmProgram, compileAlarm, historyOf } from "#engines/alarms/index.ts";
import { assert } from "#engines/kernel/assert.ts";
import { alarmSchema } from "#schema/blueprint/alarm/schema.ts";
import { type Report, ratePerSecond } from "./harness.ts";

// Alarm rules: how many are judged a second, and what an event costs when there are many.

const words = { "zh-CN": "词", en: "words" };
const RECORD = {
  label: words,
  message: words,
  cause: words,
  consequence: words,
  runbook: words,
  responseMinutes: 10,
};

/** A rule of ordinary shape: two values against limits, with a deadband. All but one in ten do not hold. */
const limitsOf = (at: number) => ({ voltage: at % 10 === 0 ? 260 : 100 + (at % 50), current: 0.25 });

function ours(
  count: number,
  metricsOf: (at: number) => readonly [string, string],
): Map<string, AlarmProgram> {
  return new Map(
    Array.from({ length: count }, (_, at) => {
      const { voltage, current } = limitsOf(at);
      const [v, c] = metricsOf(at);
      const rule = {
        ...RECORD,
        metrics: { [v]: { unit: "V" }, [c]: { unit: "A" } },
        levels: [
          {
            severity: "high",
            raise: `${v} < ${voltage}.0 && ${c} >= ${current}`,
            clear: `${v} >= ${voltage + 10}.0`,
          },
        ],
      };
      return [`r${at}`, compileAlarm(alarmSchema.parse(rule))] as const;
    }),
  );
}

const shared = (): readonly [string, string] => ["voltage", "current"];
const EVENTS = 200;
/** Enough that making the index of 10,000 rules, which is done once, does not count. */
const MANY_EVENTS = 40_000;
const events = (metrics: readonly [string, string], count = EVENTS) =>
  Array.from({ length: count }, (_, at) =>
    metrics.map((metric, index) => ({
      timeMs: at * 1000,
      source: "m1",
      metric,
      value: index === 0 ? 220 + (at % 7) : 3 + (at % 3),
    })),
  ).flat();

export default async function alarms(report: Report): Promise<void> {
  const hundred = ours(100, shared);
  const told = events(shared());
  const theirs = new Engine([], { allowUndefinedFacts: true });
  for (let at = 0; at < 100; at++) {
    const { voltage, current } = limitsOf(at);
    theirs.addRule({
      name: `r${at}`,
      conditions: {
        all: [
          { fact: "voltage", operator: "lessThan", value: voltage },
          { fact: "current", operator: "greaterThanInclusive", value: current },
        ],
      },
      event: { type: `r${at}` },
    });
  }
  // Both must raise the same alarms first, or the figure would say nothing.
  const raised = new Set(historyOf(hundred, told).map(({ rule }) => rule));
  const { events: fired } = await theirs.run({ voltage: 223, current: 4 });
  assert(
    raised.size === 10 && fired.length === 10,
    `${raised.size} and ${fired.length} alarms instead of 10`,
  );

  const oursPerSecond = ratePerSecond(() => historyOf(hundred, told)) * EVENTS * 100;
  const theirsPerSecond = 100 / (await secondsEach(() => theirs.run({ voltage: 223, current: 4 })));
  report({
    name: "rules judged a second, 100 rules of ordinary shape",
    value: oursPerSecond,
    unit: "rules/s",
    baseline: "json-rules-engine",
    ratio: oursPerSecond / theirsPerSecond,
    goal: "≥ 200 ×",
  });

  // Ten rules look at an event in both; the other 9,990 look elsewhere.
  const few = ours(100, (at) => [`v${at % 10}`, `c${at % 10}`]);
  const many = ours(10_000, (at) => [`v${at % 1_000}`, `c${at % 1_000}`]);
  const local = events(["v3", "c3"], MANY_EVENTS);
  const perEvent = (rules: Map<string, AlarmProgram>) =>
    ratePerSecond(() => historyOf(rules, local)) * MANY_EVENTS;
  const [fast, slow] = [perEvent(few), perEvent(many)];
  report({
    name: "an event under 10,000 rules",
    value: 1e6 / slow,
    unit: "µs",
    baseline: "under 100 rules",
    ratio: fast / slow,
    goal: "≤ 1.2 ×",
  });
}

/** Seconds of this thread's processor time that one call takes, the best of five rounds of fifty. */
async function secondsEach(work: () => Promise<unknown>): Promise<number> {
  const CALLS = 50;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 6; round++) {
    const from = process.threadCpuUsage();
    for (let call = 0; call < CALLS; call++) await work();
    const { user, system } = process.threadCpuUsage(from);
    if (round > 0) best = Math.min(best, (user + system) / 1e6 / CALLS);
  }
  return best;
}
