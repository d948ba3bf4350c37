import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  dayLengthMs,
  dayStartMs,
  HOUR_MS,
  instantsOf,
  isoDay,
  isoInstant,
  isZone,
  localDayOf,
  offsetAt,
  parseDay,
  parseTime,
  wallClockInOrder,
  zoneOf,
} from "./zone.ts";

const la = zoneOf("America/Los_Angeles");
const day = (text: string) => parseDay(text)!;

describe("zone", () => {
  test("a local day has 23, 24 or 25 hours", () => {
    expect(dayLengthMs(la, day("2011-03-13"))).toBe(23 * HOUR_MS);
    expect(dayLengthMs(la, day("2011-11-06"))).toBe(25 * HOUR_MS);
    expect(dayLengthMs(la, day("2011-07-01"))).toBe(24 * HOUR_MS);
    expect(dayLengthMs(zoneOf("Asia/Shanghai"), day("2011-03-13"))).toBe(24 * HOUR_MS);
    expect(dayLengthMs(zoneOf("Australia/Lord_Howe"), day("2024-04-07"))).toBe(24.5 * HOUR_MS);
  });

  test("China kept summer time from 1986 to 1991", () => {
    expect(dayLengthMs(zoneOf("Asia/Shanghai"), day("1988-04-17"))).toBe(23 * HOUR_MS);
  });

  test("a day whose midnight is skipped begins at the jump; a day left out has no length", () => {
    const saoPaulo = zoneOf("America/Sao_Paulo");
    expect(isoInstant(saoPaulo, dayStartMs(saoPaulo, day("2018-11-04")))).toBe("2018-11-04T01:00:00-02:00");
    expect(dayLengthMs(saoPaulo, day("2018-11-04"))).toBe(23 * HOUR_MS);
    expect(dayLengthMs(zoneOf("Pacific/Apia"), day("2011-12-30"))).toBe(0);
  });

  test("agrees with Temporal at any instant of any zone", () => {
    const names = [
      "Asia/Shanghai",
      "America/Los_Angeles",
      "Europe/London",
      "Australia/Lord_Howe",
      "Asia/Kolkata",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.integer({ min: 0, max: Date.UTC(2099, 11, 1) / 1000 }),
        (name, seconds) => {
          const theirs = Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(name);
          const zone = zoneOf(name);
          expect(offsetAt(zone, seconds * 1000)).toBe(theirs.offsetNanoseconds / 1e6);
          expect(isoDay(localDayOf(zone, seconds * 1000))).toBe(theirs.toPlainDate().toString());
          const startMs = dayStartMs(zone, localDayOf(zone, seconds * 1000));
          expect(startMs).toBe(theirs.startOfDay().epochMilliseconds);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("instants outside 1970 to 2099 are refused, unknown zones too", () => {
    expect(() => offsetAt(la, Date.UTC(2200, 0, 1))).toThrow(RangeError);
    expect(() => offsetAt(la, Number.NaN)).toThrow(RangeError);
    expect(isZone("Mars/Olympus")).toBe(false);
    expect(isZone("Asia/Urumqi")).toBe(true);
  });

  test("a repeated hour has two instants, a skipped one none", () => {
    const at = (text: string) => Date.parse(`${text}Z`);
    expect(instantsOf(la, at("2011-11-06T01:30:00"))).toEqual([
      Date.parse("2011-11-06T01:30:00-07:00"),
      Date.parse("2011-11-06T01:30:00-08:00"),
    ]);
    expect(instantsOf(la, at("2011-03-13T02:30:00"))).toEqual([]);
    expect(instantsOf(la, at("2011-03-13T03:00:00"))).toEqual([Date.parse("2011-03-13T03:00:00-07:00")]);
  });

  test("naive times in file order: the second pass through a repeated hour is the later one", () => {
    const wall = wallClockInOrder(la);
    const read = (text: string) => parseTime(`2011-11-06 ${text}`, wall);
    const instants = ["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"].map(read);
    expect(instants.map((ms) => isoInstant(la, ms!).slice(11))).toEqual([
      "00:30:00-07:00",
      "01:00:00-07:00",
      "01:30:00-07:00",
      "01:00:00-08:00",
      "01:30:00-08:00",
      "02:00:00-08:00",
    ]);
  });

  test("times: offsets, dates alone, 24:00, nonsense", () => {
    const wall = wallClockInOrder(zoneOf("Asia/Shanghai"));
    expect(parseTime("2026-03-01", wall)).toBe(Date.parse("2026-03-01T00:00:00+08:00"));
    expect(parseTime("2026-03-01 24:00", wall)).toBe(Date.parse("2026-03-02T00:00:00+08:00"));
    expect(parseTime("2026-03-01T00:00:00Z", wall)).toBe(Date.parse("2026-03-01T00:00:00Z"));
    expect(parseTime("2026-03-01T00:00:00.25+0530", wall)).toBe(Date.parse("2026-03-01T00:00:00.250+05:30"));
    for (const bad of ["", "2026-02-29", "2026-03-01 24:01", "2026-03-01 10:60", "1/3/2026", "2026-3-1"]) {
      expect(parseTime(bad, wall), bad).toBeUndefined();
    }
  });
});
