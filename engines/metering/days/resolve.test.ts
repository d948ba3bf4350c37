import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Decimal } from "../../kernel/decimal.ts";
import { parseDay, zoneOf } from "../../kernel/zone.ts";
import { QUALITY, type Quality } from "../quality.ts";
import { DayCollector } from "./collect.ts";
import { type DayShape, slotsOf, valueAt } from "./day-row.ts";
import { type DayInput, novelPart, resolveDay, valueHash } from "./resolve.ts";

const hourly: DayShape = { zone: zoneOf("America/Los_Angeles"), intervalSeconds: 3600, exponent: -3 };
const day = parseDay("2011-11-06")!;

/** One statement about one slot, as a source makes it. */
interface Statement {
  rank: number;
  sequence: number;
  slot: number;
  value: string;
  quality: Quality;
}

const statements = fc.array(
  fc.record<Statement>({
    rank: fc.constantFrom(10, 50, 100),
    sequence: fc.integer({ min: 0, max: 2 }),
    slot: fc.integer({ min: 0, max: 24 }),
    value: fc.constantFrom("0", "1", "1.0", "1.5", "-2", "0.00045", "17", "123456789.125"),
    quality: fc.constantFrom(QUALITY.measured, QUALITY.estimatedBySource),
  }),
  { minLength: 1, maxLength: 40 },
);

/** The oracle: sort everything said about a slot by rule M4 and take the last. */
function oracle(all: readonly Statement[], slot: number): string | null {
  const about = all.filter((statement) => statement.slot === slot);
  about.sort(
    (a, b) =>
      a.rank - b.rank ||
      a.sequence - b.sequence ||
      (valueHash(Decimal.parse(a.value), a.quality) < valueHash(Decimal.parse(b.value), b.quality) ? -1 : 1),
  );
  const last = about[about.length - 1];
  return last === undefined ? null : Decimal.parse(last.value).stripped().toString();
}

/** Gathers statements into inputs, one collector for each rank, drained after every `cut` statements. */
function inputsOf(all: readonly Statement[], cut: number): DayInput[] {
  const inputs: DayInput[] = [];
  for (let from = 0; from < all.length; from += cut) {
    const collectors = new Map<number, DayCollector>();
    for (const { rank, sequence, slot, value, quality } of all.slice(from, from + cut)) {
      const collector = collectors.get(rank) ?? new DayCollector(hourly, rank);
      collectors.set(rank, collector);
      collector.add(day, slot, Decimal.parse(value), quality, sequence);
    }
    for (const collector of collectors.values())
      inputs.push(...collector.drain().map((drained) => drained.input));
  }
  return inputs;
}

const bytes = (inputs: readonly DayInput[]) => {
  const row = resolveDay(hourly, day, inputs);
  return JSON.stringify([row.exponent, row.values.map(String), row.quality]);
};

describe("resolution", () => {
  test("M2 a row has 23, 24 or 25 places, a daily channel one", () => {
    expect(slotsOf(hourly, day)).toBe(25);
    expect(slotsOf(hourly, parseDay("2011-03-13")!)).toBe(23);
    expect(slotsOf({ ...hourly, intervalSeconds: 900 }, parseDay("2011-03-13")!)).toBe(92);
    expect(slotsOf({ ...hourly, intervalSeconds: 86_400 }, day)).toBe(1);
    expect(slotsOf({ ...hourly, zone: zoneOf("Asia/Shanghai"), intervalSeconds: 300 }, day)).toBe(288);
  });

  test("M3 the exponent is the channel's or the lowest that a value needs", () => {
    const collector = new DayCollector(hourly, 50);
    collector.add(day, 0, Decimal.parse("1.5000"), QUALITY.measured, 0);
    expect(resolveDay(hourly, day, [collector.drain()[0]!.input]).exponent).toBe(-3);
    collector.add(day, 0, Decimal.parse("1.50004"), QUALITY.measured, 0);
    const row = resolveDay(hourly, day, [collector.drain()[0]!.input]);
    expect([row.exponent, row.values[0]]).toEqual([-5, 150004n]);
  });

  test("M4 the greatest rank, then sequence, then content hash wins: as the oracle says", () => {
    fc.assert(
      fc.property(statements, (all) => {
        const row = resolveDay(hourly, day, inputsOf(all, all.length));
        for (let slot = 0; slot < 25; slot += 1) {
          expect(valueAt(row, slot)?.stripped().toString() ?? null).toBe(oracle(all, slot));
        }
      }),
    );
  });

  test("M4 shuffled, repeated, cut and overlapping input ends in identical bytes", () => {
    fc.assert(
      fc.property(
        statements.chain((all) =>
          fc.record({
            all: fc.constant(all),
            shuffled: fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
            again: fc.subarray(all),
            cut: fc.integer({ min: 1, max: 7 }),
          }),
        ),
        ({ all, shuffled, again, cut }) => {
          const wanted = bytes(inputsOf(all, all.length));
          expect(bytes(inputsOf([...shuffled, ...again], cut))).toBe(wanted);
        },
      ),
    );
  });

  test("M4 keeping only what is new changes nothing, and a second sending has nothing new", () => {
    fc.assert(
      fc.property(statements, fc.integer({ min: 1, max: 5 }), (all, cut) => {
        const kept: DayInput[] = [];
        for (const input of inputsOf(all, cut)) {
          const fresh = novelPart(kept, input);
          if (fresh !== undefined) kept.push(fresh);
        }
        expect(bytes(kept)).toBe(bytes(inputsOf(all, all.length)));
        for (const input of inputsOf(all, cut)) expect(novelPart(kept, input)).toBeUndefined();
      }),
    );
  });
});
