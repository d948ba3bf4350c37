import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localFields } from "../format/datetime.ts";
import { lonely, startOfDay, ticks, timeSpan, timeTicks } from "./scale.ts";

const HOUR_MS = 3_600_000;

describe("ticks", () => {
  it("are round and enclose the values", () => {
    expect(ticks(0, 87, 4)).toEqual([0, 25, 50, 75, 100]);
    expect(ticks(-3, 12, 4)).toEqual([-5, 0, 5, 10, 15]);
    expect(ticks(0, 0, 4)).toEqual([0, 1]);
    expect(ticks(0, 0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it("enclose any range and hold zero", () => {
    const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.integer({ min: 2, max: 8 }), (a, b, wanted) => {
        fc.pre(Math.abs(a - b) > 1e-6 || Math.abs(a) > 1e-6);
        const marks = ticks(Math.min(a, b), Math.max(a, b), wanted);
        expect(marks[0]).toBeLessThanOrEqual(Math.min(a, b, 0) + 1e-6);
        expect(marks.at(-1)).toBeGreaterThanOrEqual(Math.max(a, b, 0) - 1e-6);
        expect(marks).toContain(0);
        expect(marks.length).toBeLessThanOrEqual(wanted + 3);
      }),
    );
  });
});

describe("time axis in the zone of the utility", () => {
  it("finds the start of days with 23, 24 and 25 hours", () => {
    const zone = "America/Los_Angeles";
    expect(startOfDay(Date.parse("2011-03-13T22:00:00Z"), zone)).toBe(Date.parse("2011-03-13T08:00:00Z"));
    expect(startOfDay(Date.parse("2011-11-07T07:30:00Z"), zone)).toBe(Date.parse("2011-11-06T07:00:00Z"));
    expect(startOfDay(Date.parse("2011-07-01T07:00:00Z"), zone)).toBe(Date.parse("2011-07-01T07:00:00Z"));
  });

  it("marks local midnights whatever the span", () => {
    const zone = "America/Los_Angeles";
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse("2010-01-01"), max: Date.parse("2012-01-01") }),
        fc.integer({ min: 5 * 24, max: 400 * 24 }),
        (from, hours) => {
          const { unit, at } = timeTicks(from, from + hours * HOUR_MS, zone, 8);
          expect(unit).toBe("day");
          expect(at.length).toBeGreaterThan(0);
          expect(at.length).toBeLessThanOrEqual(10);
          for (const mark of at) expect(localFields(mark, zone)).toMatchObject({ hour: 0, minute: 0 });
        },
      ),
    );
  });

  it("marks hours within a day", () => {
    const from = Date.parse("2026-03-05T00:00:00+08:00");
    const { unit, at } = timeTicks(from, from + 24 * HOUR_MS, "Asia/Shanghai", 8);
    expect(unit).toBe("hour");
    expect(at.map((mark) => localFields(mark, "Asia/Shanghai").hour)).toEqual([
      0, 3, 6, 9, 12, 15, 18, 21, 0,
    ]);
  });
});

describe("what stands alone", () => {
  it("is a value with no value beside it", () => {
    expect([...lonely([1, null, 2, 3, null, 4])]).toEqual([0, 5]);
    expect([...lonely([7])]).toEqual([0]);
    expect([...lonely([null, null])]).toEqual([]);
  });

  it("has room around it on the axis of time", () => {
    expect(timeSpan(5, 9)).toEqual([5, 9]);
    const [from, to] = timeSpan(5_000_000, 5_000_000);
    expect([from < 5_000_000, to > 5_000_000]).toEqual([true, true]);
  });
});
