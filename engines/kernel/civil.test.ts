import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayOfDate, dayOfMonthOf, monthOf, monthsLater, packedDate, yearOf } from "./civil.ts";
import { addMonths } from "./interval.ts";
import { DAY_MS } from "./zone.ts";

describe("the calendar in whole numbers", () => {
  it("agrees with Date from 1900 to 2200", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -25_567, max: 84_006 }),
        fc.integer({ min: -30, max: 30 }),
        (day, months) => {
          const date = new Date(day * DAY_MS);
          const packed = packedDate(day);
          const found = [yearOf(packed), monthOf(packed), dayOfMonthOf(packed)];
          expect(found).toEqual([date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]);
          expect(dayOfDate(found[0] as number, found[1] as number, found[2] as number)).toBe(day);
          expect(monthsLater(day, months)).toBe(addMonths(day, months));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("runs on into the next month", () => {
    expect(dayOfDate(2026, 2, 29)).toBe(dayOfDate(2026, 3, 1));
    expect(dayOfDate(2028, 2, 29) + 1).toBe(dayOfDate(2028, 3, 1));
  });
});
