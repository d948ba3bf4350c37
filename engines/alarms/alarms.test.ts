import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alarmSchema } from "#schema/blueprint/alarm/schema.ts";
import { type AlarmEvent, type AlarmTransition, compileAlarm, historyOf } from "./index.ts";

const words = { "zh-CN": "词", en: "words" };
const record = {
  label: words,
  message: words,
  cause: words,
  consequence: words,
  runbook: words,
  responseMinutes: 10,
};
const rules = (rule: object) => new Map([["r", compileAlarm(alarmSchema.parse({ ...record, ...rule }))]]);
const at = (seconds: number, metric: string, value: number, source = "m1"): AlarmEvent => ({
  timeMs: seconds * 1000,
  source,
  metric,
  value,
});
const brief = (history: readonly AlarmTransition[]) =>
  history.map(({ timeMs, from, to }) => `${timeMs / 1000} ${from}→${to}`);

// DL/T 645 meters, the thresholds in use for voltage loss (失压): below 78 % of nominal with at least 5 % of the basic
// current for longer than a minute; over at 85 %.
const voltageLoss = {
  metrics: { voltage: { unit: "V" }, current: { unit: "A" } },
  parameters: { nominal: 220, basic: 5 },
  levels: [
    {
      severity: "high",
      raise: "voltage < 0.78 * p.nominal && current >= 0.05 * p.basic",
      for: "PT1M",
      clear: "voltage >= 0.85 * p.nominal",
    },
  ],
};

describe("history", () => {
  test("A4 voltage loss is raised after its minute, at its own instant, and ends at the deadband", () => {
    const events = [
      at(0, "voltage", 220),
      at(0, "current", 1),
      at(10, "voltage", 150),
      at(200, "voltage", 180),
      at(300, "voltage", 190),
    ];
    expect(brief(historyOf(rules(voltageLoss), events))).toEqual(["70 normal→high", "300 high→normal"]);
  });

  test("A4 a break at the very end of the delay is a break", () => {
    const events = [
      at(0, "current", 1),
      at(10, "voltage", 150),
      at(70, "voltage", 200),
      at(71, "voltage", 150),
    ];
    expect(brief(historyOf(rules(voltageLoss), events, { untilMs: 131_000 }))).toEqual(["131 normal→high"]);
    expect(brief(historyOf(rules(voltageLoss), events, { untilMs: 130_999 }))).toEqual([]);
  });

  test("a device's own parameters stand before the rule's", () => {
    const events = [at(0, "current", 1), at(0, "voltage", 90), at(100, "voltage", 90)];
    const parametersOf = (_: string, source: string): Record<string, number> =>
      source === "m1" ? { nominal: 100 } : {};
    expect(historyOf(rules(voltageLoss), events, { parametersOf })).toEqual([]);
    expect(brief(historyOf(rules(voltageLoss), events))).toEqual(["60 normal→high"]);
  });

  test("A5 the worst of the standing levels is the severity", () => {
    const ladder = {
      metrics: { level: { unit: "%LEL" } },
      levels: [
        { severity: "medium", raise: "level > 10.0", clear: "level <= 5.0" },
        { severity: "critical", raise: "level > 20.0", clear: "level <= 15.0" },
      ],
    };
    const events = [12, 25, 18, 14, 6, 4].map((value, index) => at(index, "level", value));
    expect(brief(historyOf(rules(ladder), events))).toEqual([
      "0 normal→medium",
      "1 medium→critical",
      "3 critical→medium",
      "5 medium→normal",
    ]);
  });

  test("A6 a value that is too old tells nothing", () => {
    const stale = {
      ...voltageLoss,
      metrics: { voltage: { unit: "V" }, current: { unit: "A", maxAge: "PT5M" } },
    };
    const events = [at(0, "current", 1), at(400, "voltage", 150), at(600, "voltage", 150)];
    expect(historyOf(rules(stale), events)).toEqual([]);
  });

  test("A7 an absence is raised at its instant, waits for late values, and ends with the next value", () => {
    const absence = {
      metrics: { reading: { unit: "m3" } },
      absence: { severity: "low", metric: "reading", after: "PT1H", lateness: "PT10M" },
    };
    const first = [at(0, "reading", 1)];
    expect(historyOf(rules(absence), first, { untilMs: 4_199_000 })).toEqual([]);
    expect(brief(historyOf(rules(absence), first, { untilMs: 4_200_000 }))).toEqual(["3600 normal→low"]);
    expect(brief(historyOf(rules(absence), [...first, at(5000, "reading", 2)]))).toEqual([
      "3600 normal→low",
      "5000 low→normal",
    ]);
  });

  test("A8 a window takes the values of its span: flow that never rests", () => {
    const constant = {
      metrics: { flow: { unit: "m3/h" } },
      windows: {
        least: { metric: "flow", over: "PT2H", take: "min" },
        seen: { metric: "flow", over: "PT2H", take: "span" },
      },
      levels: [{ severity: "medium", raise: "least > 0.0 && seen >= 7000.0", clear: "flow == 0.0" }],
    };
    const events = Array.from({ length: 10 }, (_, index) => at(index * 1000, "flow", index === 9 ? 0 : 0.05));
    expect(brief(historyOf(rules(constant), events))).toEqual(["7000 normal→medium", "9000 medium→normal"]);
  });

  test("A1 A2 A3 any order, repetition and smaller twin of the same events gives the same history", () => {
    const events = fc.array(
      fc.record({
        second: fc.nat(400),
        metric: fc.constantFrom("voltage", "current"),
        value: fc.constantFrom(0, 1, 150, 180, 200, 220),
        source: fc.constantFrom("m1", "m2"),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        events.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
          ),
        ),
        ([list, shuffled]) => {
          const one = list.map((event) => at(event.second, event.metric, event.value, event.source));
          const two = shuffled.map((event) => at(event.second, event.metric, event.value, event.source));
          expect(JSON.stringify(historyOf(rules(voltageLoss), two, { untilMs: 600_000 }))).toBe(
            JSON.stringify(historyOf(rules(voltageLoss), one, { untilMs: 600_000 })),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test("A4 agrees with a clock that ticks every second", () => {
    const delays = fc.record({
      forS: fc.nat(5),
      clearForS: fc.nat(5),
      values: fc.array(fc.constantFrom(null, 0, 5, 9), { maxLength: 40 }),
    });
    fc.assert(
      fc.property(delays, ({ forS, clearForS, values }) => {
        const rule = {
          metrics: { v: { unit: "1" } },
          levels: [
            {
              severity: "low",
              raise: "v > 8.0",
              for: `PT${forS}S`,
              clear: "v < 3.0",
              clearFor: `PT${clearForS}S`,
            },
          ],
        };
        const events = values.flatMap((value, second) => (value === null ? [] : [at(second, "v", value)]));
        expect(brief(historyOf(rules(rule), events, { untilMs: 60_000 }))).toEqual(
          tick(values, forS, clearForS, 60),
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The naive oracle: a second at a time, counting how long the condition has held. */
function tick(values: readonly (number | null)[], forS: number, clearForS: number, untilS: number): string[] {
  const said: string[] = [];
  let value: number | undefined;
  let active = false;
  let held = -1;
  for (let second = 0; second <= untilS; second++) {
    value = values[second] ?? value;
    const holds = value !== undefined && (active ? value < 3 : value > 8);
    held = holds ? held + 1 : -1;
    if (held >= 0 && held >= (active ? clearForS : forS)) {
      said.push(active ? `${second} low→normal` : `${second} normal→low`);
      active = !active;
      held = -1;
    }
  }
  return said;
}
