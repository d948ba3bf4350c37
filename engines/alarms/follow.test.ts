import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alarmSchema } from "#schema/blueprint/alarm/schema.ts";
import {
  type AlarmProgram,
  type Checkpoint,
  compileAlarm,
  followWatch,
  historyOf,
  type Instant,
} from "./index.ts";

const words = { "zh-CN": "词", en: "words" };
const program = (rule: object): AlarmProgram =>
  compileAlarm(
    alarmSchema.parse({
      label: words,
      message: words,
      cause: words,
      consequence: words,
      runbook: words,
      responseMinutes: 10,
      ...rule,
    }),
  );
const HOUR = 3_600_000;
const name = { rule: "r", source: "m1" };
const always = (one: AlarmProgram) => [{ fromMs: Number.NEGATIVE_INFINITY, program: one }];
const instant = (timeMs: number, v: number): Instant => ({ timeMs, values: new Map([["v", v]]) });
const brief = (transitions: readonly { timeMs: number; from: string; to: string }[]) =>
  transitions.map(({ timeMs, from, to }) => `${timeMs / HOUR} ${from}→${to}`);

/** A ladder with delays and a window: everything that a state must carry. */
const LADDER = program({
  metrics: { v: { unit: "1", maxAge: "PT30H" } },
  windows: { most: { metric: "v", over: "PT5H", take: "max" } },
  levels: [
    { severity: "low", raise: "v > 4.0", for: "PT2H", clear: "most < 4.0", clearFor: "PT1H" },
    { severity: "high", raise: "most > 8.0", clear: "v < 6.0", clearFor: "PT3H" },
  ],
});
const GONE = program({
  metrics: { v: { unit: "1" } },
  absence: { severity: "medium", metric: "v", after: "PT6H", lateness: "PT2H" },
});

describe("following from checkpoints", () => {
  test.each([
    ["levels and windows", LADDER],
    ["absence", GONE],
  ])("A10 %s: any parting of the values gives the history of all of them", (_, one) => {
    const parts = fc.array(
      fc.record({ gap: fc.integer({ min: 1, max: 20 }), v: fc.nat(10), cut: fc.boolean() }),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(parts, fc.nat(40), (list, more) => {
        let hour = 0;
        const all = list.map(({ gap, v }) => {
          hour += gap;
          return instant(hour * HOUR, v);
        });
        const untilMs = (hour + more) * HOUR;
        const history = historyOf(
          new Map([["r", one]]),
          all.flatMap(({ timeMs, values }) => [
            { timeMs, source: "m1", metric: "v", value: values.get("v") ?? 0 },
          ]),
          { untilMs },
        );
        let checkpoints: readonly Checkpoint[] = [];
        let known: { timeMs: number }[] = [];
        let at = 0;
        for (const [index, { cut }] of [...list, { cut: true }].entries()) {
          if (!cut) continue;
          const upTo = index === list.length ? untilMs : (all[index]?.timeMs ?? 0);
          const fromMs = checkpoints.at(-1)?.timeMs ?? Number.NEGATIVE_INFINITY;
          // What a service loads: the values since the checkpoint, and those that windows look back to.
          const loaded = all.slice(0, index + 1).filter(({ timeMs }) => timeMs > fromMs - 5 * HOUR);
          const followed = followWatch({ name, periods: always(one), checkpoints, untilMs: upTo }, loaded);
          known = [...known.filter(({ timeMs }) => timeMs < fromMs), ...followed.transitions];
          // Now and then from an older checkpoint, as after late values.
          at += 1;
          checkpoints = at % 3 === 0 ? followed.checkpoints.slice(0, -1) : followed.checkpoints;
        }
        expect(JSON.stringify(known)).toBe(JSON.stringify(history));
      }),
      { numRuns: 1_500 },
    );
  });

  test("A9 each instant is judged by the version in force; the same severity goes on standing", () => {
    const over = (limit: string, severity: string) =>
      program({
        metrics: { v: { unit: "1" } },
        levels: [{ severity, raise: `v > ${limit}`, clear: `v <= ${limit}` }],
      });
    const values = [1, 6, 6, 6, 12, 12].map((v, index) => instant(index * HOUR, v));
    const periods = [
      { fromMs: Number.NEGATIVE_INFINITY, program: over("5.0", "high") },
      { fromMs: 2.5 * HOUR, program: over("4.0", "high") },
      { fromMs: 3.5 * HOUR, program: over("10.0", "low") },
      { fromMs: 4.5 * HOUR, program: undefined },
    ];
    const { transitions } = followWatch({ name, periods, untilMs: 9 * HOUR }, values);
    expect(brief(transitions)).toEqual([
      "1 normal→high",
      "3.5 high→normal",
      "4 normal→low",
      "4.5 low→normal",
    ]);
  });

  test("A7 says when an absence has to be looked at, and a value of the future waits for its time", () => {
    const { nextMs } = followWatch({ name, periods: always(GONE), untilMs: HOUR }, [instant(HOUR, 1)]);
    expect(nextMs).toBe(9 * HOUR);
    const ahead = followWatch({ name, periods: always(GONE), untilMs: HOUR }, [
      instant(HOUR, 1),
      instant(2 * HOUR, 1),
    ]);
    expect(ahead.nextMs).toBe(2 * HOUR);
    expect(ahead.checkpoints.at(-1)?.timeMs).toBe(HOUR);
  });
});
