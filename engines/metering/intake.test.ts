import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "../kernel/decimal.ts";
import { dayStartMs, HOUR_MS, parseDay, zoneOf } from "../kernel/zone.ts";
import { DayCollector } from "./days/collect.ts";
import type { DayShape, IntervalSeconds } from "./days/day-row.ts";
import { ChannelIntake } from "./intake.ts";
import type { IntervalRead } from "./parsers/parser.ts";
import { QUALITY } from "./quality.ts";

const ZONES = ["Asia/Shanghai", "America/Los_Angeles", "Australia/Lord_Howe", "Asia/Kathmandu"];

function intake(zone: string, intervalSeconds: number) {
  const shape: DayShape = {
    zone: zoneOf(zone),
    intervalSeconds: intervalSeconds as IntervalSeconds,
    exponent: -3,
  };
  const days = new DayCollector(shape, 50);
  const channel = { id: "c", code: "S1/energy", unit: "kWh", direction: "forward", shape } as const;
  return { days, take: new ChannelIntake(channel, days) };
}

const read = (startMs: number, seconds: number): IntervalRead => ({
  kind: "interval",
  series: "",
  startMs,
  seconds,
  value: Decimal.parse("1"),
  unit: "kWh",
  direction: "forward",
  quality: QUALITY.measured,
  sequence: 0,
  line: 7,
});

const instants = fc.integer({ min: Date.UTC(2025, 0, 1) / 60_000, max: Date.UTC(2027, 0, 1) / 60_000 });

describe("readings of a channel", () => {
  it("M5 belongs to the interval that begins at its start: those of any day are taken once each, in their place", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.constantFrom(900, 1800, 3600),
        fc.integer({ min: parseDay("2025-01-01") ?? 0, max: parseDay("2026-12-31") ?? 0 }),
        (zone, seconds, day) => {
          const { days, take } = intake(zone, seconds);
          const [from, to] = [dayStartMs(zoneOf(zone), day), dayStartMs(zoneOf(zone), day + 1)];
          let count = 0;
          for (let at = from; at < to; at += seconds * 1000) {
            expect(take.interval(read(at, seconds))).toBeUndefined();
            count += 1;
          }
          const drained = days.drain();
          expect(drained.map((each) => each.day)).toEqual([day]);
          expect(count).toBe((to - from) / (seconds * 1000));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("M5 a start beside the grid of its local day is refused with its time and line, and nothing is kept", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        instants,
        fc.integer({ min: 1, max: 14 }),
        (zone, minute, off) => {
          const { days, take } = intake(zone, 900);
          // Clock changes and offsets of all these zones are whole quarters of an hour.
          const startMs = (minute - (minute % 15) + off) * 60_000;
          expect(take.interval(read(startMs, 900))).toMatchObject({
            code: "READ_MISALIGNED",
            where: { line: 7 },
          });
          expect(days.size).toBe(0);
        },
      ),
    );
  });

  it("M6 another size than the channel's is refused; a daily channel takes 23, 24 and 25 hours", () => {
    const start = dayStartMs(zoneOf("Asia/Shanghai"), parseDay("2026-03-01") ?? 0);
    for (const seconds of [300, 900, 1800, 7200, 86_400])
      expect(intake("Asia/Shanghai", 3600).take.interval(read(start, seconds))).toMatchObject({
        code: "READ_SIZE_MISMATCH",
        params: { found: seconds, expected: 3600 },
      });
    const daily = (seconds: number) => intake("Asia/Shanghai", 86_400).take.interval(read(start, seconds));
    for (const hours of [23, 24, 25]) expect(daily((hours * HOUR_MS) / 1000)).toBeUndefined();
    for (const hours of [1, 22, 26]) expect(daily((hours * HOUR_MS) / 1000)?.code).toBe("READ_SIZE_MISMATCH");
  });
});
