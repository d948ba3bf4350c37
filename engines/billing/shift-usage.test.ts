import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zoneOf } from "../kernel/zone.ts";
import { dec, periods, rated, register, span, tariff } from "./cases/helpers.ts";
import { type IntervalUsage, shiftUsage } from "./index.ts";

const shift = {
  percent: 30,
  fromHours: [17, 21],
  toHours: [0, 6],
  periods: { from: "peak", to: "valley" },
} as const;

const rows = (values: readonly (number | null)[], intervalMinutes: number): IntervalUsage => ({
  quantity: "energy",
  zone: zoneOf("UTC"),
  intervalMinutes,
  exponent: 3,
  kind: "amount",
  days: [{ day: 20_000, values }],
});

describe("shifted use", () => {
  it("B28 a day's sum stays exactly as it was, whatever is missing; nothing moves into a missing value", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(15, 30, 60).chain((minutes) =>
          fc.record({
            minutes: fc.constant(minutes),
            values: fc.array(fc.option(fc.nat(5_000), { freq: 9 }), {
              minLength: 1440 / minutes,
              maxLength: 1440 / minutes,
            }),
          }),
        ),
        fc.integer({ min: 0, max: 100 }),
        ({ minutes, values }, percent) => {
          const after = shiftUsage({ intervals: [rows(values, minutes)] }, { ...shift, percent });
          const moved = Array.from((after.intervals?.[0]?.days[0]?.values ?? []) as ArrayLike<number | null>);
          const sum = (list: readonly (number | null)[]) => list.reduce<number>((a, b) => a + (b ?? 0), 0);
          expect(sum(moved)).toBe(sum(values));
          expect(moved.map((value) => value === null)).toEqual(values.map((value) => value === null));
          expect(moved.every((value) => value === null || value >= 0)).toBe(true);
        },
      ),
    );
  });

  it("B28 registers: what one period loses the other gains", () => {
    const june = span("2026-06-01", "2026-07-01");
    const program = tariff(
      [{ type: "energy", code: "energy", schedule: "tou", price: { peak: "0.6", valley: "0.3" } }],
      {
        schedules: {
          tou: {
            periods: periods("peak", "valley"),
            rules: [{ period: "peak", times: ["08:00-21:00"] }, { period: "valley" }],
          },
        },
      },
    );
    const usage = {
      registers: [
        register(june, "energy", "0", "20", { period: "peak", multiplier: dec("10") }),
        register(june, "energy", "0", "100", { period: "valley" }),
      ],
    };
    const before = rated(program, { ...june, usage });
    const after = rated(program, { ...june, usage: shiftUsage(usage, shift) });
    // 60 kWh at 0.3 instead of 0.6.
    expect([before.total.toString(), after.total.toString()]).toEqual(["150.00", "132.00"]);
  });
});
