import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { STANDARD_RULES } from "#schema/blueprint/estimation/schema.ts";
import { Decimal } from "../../kernel/decimal.ts";
import { QUALITY } from "../quality.ts";
import { compileEstimation } from "../validate/program.ts";
import { advanceOf } from "./advance.ts";
import { checkRegister } from "./check.ts";
import { type IndexInput, type IndexRead, resolveIndex } from "./index-read.ts";
import { type InstalledRegister, registerUsage } from "./usage.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(`${text}+08:00`);
const read = (time: string, index: string): IndexRead => ({
  atMs: at(time),
  index: Decimal.parse(index),
  quality: QUALITY.measured,
});
const register = (overrides: Partial<InstalledRegister>): InstalledRegister => ({
  registerId: "r1",
  meterSerial: "M1",
  shape: { integerDigits: 6 },
  multiplier: Decimal.ONE,
  installed: { startMs: at("2020-01-01T00:00"), endMs: Number.POSITIVE_INFINITY },
  reads: [],
  ...overrides,
});
const january = { startMs: at("2026-01-01T00:00"), endMs: at("2026-02-01T00:00") };

describe("registers", () => {
  test("M19 an index passes its highest value and begins again", () => {
    const shape = { integerDigits: 4 };
    const advance = (start: string, end: string) =>
      advanceOf(shape, Decimal.parse(start), Decimal.parse(end));
    expect(advance("9990", "15.5")).toMatchObject({ kind: "rollover" });
    expect((advance("9990", "15.5") as { quantity: Decimal }).quantity.toString()).toBe("25.5");
    expect(advance("5000", "15")).toEqual({ kind: "backwards" });
    expect(advance("9990", "9980")).toEqual({ kind: "backwards" });
  });

  test("M20 the next read is held against the last one that stood", () => {
    const reads = ["100", "120", "90", "125"].map((index, month) =>
      read(`2026-0${month + 1}-01T00:00`, index),
    );
    const found = checkRegister(compileEstimation(STANDARD_RULES), { integerDigits: 6 }, reads);
    expect(found).toMatchObject([
      { check: "backwards", atMs: reads[2]!.atMs, detail: { previousIndex: "120" } },
    ]);
  });

  test("M21 (end − start) × multiplier", () => {
    const reads = [read("2026-01-01T00:00", "1000.25"), read("2026-02-01T00:00", "1250.75")];
    const usage = registerUsage([register({ reads, multiplier: Decimal.parse("60") })], january, HOUR);
    expect(usage.quantity.toString()).toBe("15030.00");
    expect(usage.parts).toMatchObject([{ meterSerial: "M1", rollover: false }]);
  });

  test("M21 a meter exchange inside the period: both meters count, each with its own multiplier", () => {
    const exchangeMs = at("2026-01-20T10:00");
    const old = register({
      installed: { startMs: at("2020-01-01T00:00"), endMs: exchangeMs },
      reads: [read("2026-01-01T00:00", "999990"), read("2026-01-20T10:00", "40")],
    });
    const fresh = register({
      registerId: "r2",
      meterSerial: "M2",
      multiplier: Decimal.parse("2"),
      installed: { startMs: exchangeMs, endMs: Number.POSITIVE_INFINITY },
      reads: [read("2026-01-20T10:00", "3"), read("2026-02-01T00:00", "13")],
    });
    const usage = registerUsage([fresh, old], january, HOUR);
    expect(usage.quantity.toString()).toBe("70");
    expect(usage.parts.map((part) => [part.meterSerial, part.quantity.toString(), part.rollover])).toEqual([
      ["M1", "50", true],
      ["M2", "20", false],
    ]);
  });

  test("M22 the nearest read within the tolerance stands for the instant, the earlier of two", () => {
    const reads = [
      read("2025-12-31T23:00", "10"),
      read("2026-01-01T01:00", "12"),
      read("2026-02-01T00:30", "30"),
    ];
    expect(registerUsage([register({ reads })], january, 2 * HOUR).quantity.toString()).toBe("20");
  });

  test("M22 consecutive periods add up to the whole, wherever the reads lie", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 4, maxLength: 4 }), (hoursOff) => {
        const edges = hoursOff.map((_, month) => Date.UTC(2026, month, 1));
        const reads = edges.map((edge, n) => ({
          atMs: edge + hoursOff[n]! * HOUR,
          index: Decimal.of(n * n * 10),
          quality: QUALITY.measured,
        }));
        const one = register({ reads });
        const usage = (from: number, to: number) =>
          registerUsage([one], { startMs: edges[from]!, endMs: edges[to]! }, DAY).quantity;
        const parts = [usage(0, 1), usage(1, 2), usage(2, 3)].reduce((a, b) => a.plus(b));
        expect(parts.equals(usage(0, 3))).toBe(true);
      }),
    );
  });

  test("M23 no read or an index that goes backwards: an error, no quantity", () => {
    const backwards = [read("2026-01-01T00:00", "500"), read("2026-02-01T00:00", "400")];
    expect(() => registerUsage([register({ reads: backwards })], january, HOUR)).toThrow(
      expect.objectContaining({ code: "INDEX_BACKWARDS" }),
    );
    expect(() => registerUsage([register({ reads: backwards.slice(0, 1) })], january, HOUR)).toThrow(
      expect.objectContaining({ code: "INDEX_MISSING" }),
    );
    expect(() => registerUsage([], january, HOUR)).toThrow(
      expect.objectContaining({ code: "INDEX_MISSING" }),
    );
  });

  test("M4 statements about one instant resolve the same in any order", () => {
    const input = fc.record<IndexInput>({
      atMs: fc.constant(0),
      index: fc.constantFrom("1", "2", "2.0", "3").map((text) => Decimal.parse(text)),
      quality: fc.constantFrom(QUALITY.measured, QUALITY.manual),
      sourceRank: fc.constantFrom(50, 60),
      sourceSequence: fc.integer({ min: 0, max: 1 }),
    });
    const sets = fc
      .array(input, { minLength: 1 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    const show = (one: IndexRead | undefined) => [one?.index?.stripped().toString(), one?.quality];
    fc.assert(
      fc.property(sets, ([all, shuffled]) => {
        expect(show(resolveIndex(shuffled))).toEqual(show(resolveIndex(all)));
      }),
    );
  });
});
