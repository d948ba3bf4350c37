import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDuration,
  addMonths,
  formatDuration,
  intersection,
  interval,
  overlaps,
  parseDuration,
  splitAt,
  union,
} from "./interval.ts";
import { isoDay, isoInstant, parseDay, zoneOf } from "./zone.ts";

const la = zoneOf("America/Los_Angeles");

describe("interval", () => {
  test("the end belongs to what follows", () => {
    expect(overlaps(interval(0, 10), interval(10, 20))).toBe(false);
    expect(intersection(interval(0, 10), interval(9, 20))).toEqual({ startMs: 9, endMs: 10 });
    expect(() => interval(2, 1)).toThrow(RangeError);
  });

  test("pieces of a split join to the whole", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.array(fc.integer({ min: -10, max: 1010 })),
        (endMs, cuts) => {
          const pieces = splitAt(interval(0, endMs), cuts);
          expect(union(pieces)).toEqual([interval(0, endMs)]);
          expect(pieces.every((piece) => piece.startMs < piece.endMs)).toBe(true);
        },
      ),
    );
  });

  test("ISO 8601 durations", () => {
    expect(parseDuration("P1Y2M3DT4H5M6S")).toEqual({ months: 14, days: 3, ms: 14_706_000 });
    expect(parseDuration("P2W")).toEqual({ months: 0, days: 14, ms: 0 });
    for (const text of ["PT15M", "P1M", "P1D", "P1Y2M3DT4H5M6S", "PT0S"]) {
      expect(formatDuration(parseDuration(text)!)).toBe(text);
    }
    for (const bad of ["", "P", "PT", "P1DT", "15M", "-PT1H", "PT1.5H", "P1M1Y"]) {
      expect(parseDuration(bad), bad).toBeUndefined();
    }
  });

  test("a day added is a calendar day, 24 hours are exact time", () => {
    const start = Date.parse("2011-03-12T12:00:00-08:00");
    expect(isoInstant(la, addDuration(la, start, parseDuration("P1D")!))).toBe("2011-03-13T12:00:00-07:00");
    expect(isoInstant(la, addDuration(la, start, parseDuration("PT24H")!))).toBe("2011-03-13T13:00:00-07:00");
  });

  test("a day that leads into the skipped hour ends at the jump", () => {
    const start = Date.parse("2011-03-12T02:30:00-08:00");
    expect(isoInstant(la, addDuration(la, start, parseDuration("P1D")!))).toBe("2011-03-13T03:00:00-07:00");
  });

  test("the end of a month holds the day back", () => {
    expect(isoDay(addMonths(parseDay("2024-01-31")!, 1))).toBe("2024-02-29");
    expect(isoDay(addMonths(parseDay("2024-03-31")!, -13))).toBe("2023-02-28");
    expect(isoDay(addMonths(parseDay("2023-12-15")!, 1))).toBe("2024-01-15");
  });
});
