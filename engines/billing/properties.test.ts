import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { dayLengthMs, dayStartMs, localMsOf, zoneOf } from "../kernel/zone.ts";
import { amount, day, dec, type PlainCharge, periods, tariff } from "./cases/helpers.ts";
import {
  type IntervalUsage,
  type RatedBill,
  type RateInput,
  rate,
  rateSpan,
  reverse,
  type TariffProgram,
} from "./index.ts";

// Laws that hold for every tariff, against an oracle in rational numbers that is obvious and slow.

/** A rational number: what the oracle reckons in. */
type Rational = readonly [numerator: bigint, denominator: bigint];
const zero: Rational = [0n, 1n];
const add = ([a, b]: Rational, [c, d]: Rational): Rational => [a * d + c * b, b * d];
const mul = ([a, b]: Rational, [c, d]: Rational): Rational => [a * c, b * d];
const less = ([a, b]: Rational, [c, d]: Rational) => a * d < c * b;
const rational = (text: string): Rational => {
  const value = dec(text);
  return [value.coefficient, 10n ** BigInt(value.scale)];
};
const equals = (found: Fraction, [a, b]: Rational) =>
  found.compare(Fraction.ratio(Decimal.of(a), Decimal.of(b))) === 0;

const price = fc.integer({ min: -2000, max: 30_000 }).map((units) => Decimal.fromUnits(units, 4).toString());
const positive = fc.integer({ min: 1, max: 30_000 }).map((units) => Decimal.fromUnits(units, 4).toString());
/** A few are so large that products leave the safe integers: then the way by fractions takes over from that by whole units. */
const use = fc
  .oneof({ weight: 5, arbitrary: fc.nat(5_000_000) }, { weight: 1, arbitrary: fc.maxSafeNat() })
  .map((units) => Decimal.fromUnits(units, 3).toString());
const limits = fc
  .uniqueArray(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 3 })
  .map((values) => values.sort((a, b) => a - b).map(String));
const from = day("2026-01-01");
const bills = fc.record({
  start: fc.integer({ min: 0, max: 700 }).map((offset) => from + offset),
  days: fc.integer({ min: 2, max: 95 }),
});

const steps = (limit: readonly string[], prices: readonly string[]) =>
  prices
    .slice(0, limit.length + 1)
    .map((each, at) => ({ price: each, ...(limit[at] === undefined ? {} : { upTo: limit[at] }) }));

const unrounded = { rounding: { line: "none" as const } };
const schedules = {
  tou: {
    periods: periods("peak", "valley"),
    rules: [{ period: "peak", times: ["08:00-21:00"] }, { period: "valley" }],
  },
};

/** All the kinds of charges that a bill can be cut through. */
function mixed(prices: readonly string[], limit: readonly string[], changeOn?: string): TariffProgram {
  const [a, b, c] = prices as [string, string, string];
  // A "change" to the same price on some day: it must not change anything.
  const dated = (value: string) =>
    changeOn === undefined
      ? value
      : [
          { from: "2020-01-01", value },
          { from: changeOn, value },
        ];
  const charges: PlainCharge[] = [
    { type: "energy", code: "energy", schedule: "tou", price: { peak: dated(a), valley: dated(b) } },
    { type: "energy", code: "month", tiers: { window: "month", steps: steps(limit, prices) } },
    { type: "energy", code: "year", tiers: { window: "year", steps: steps(limit, prices) } },
    { type: "standing", code: "basic", basis: "capacity", price: dated(c), per: "month", monthDays: "30" },
    { type: "standing", code: "rent", price: dated(a), per: "month" },
    { type: "standing", code: "daily", price: dated(b), per: "day" },
    { type: "percentage", code: "tax", of: ["*"], percent: dated("13") },
    { type: "limit", code: "least", of: ["*"], bound: "minimum", amount: dated("50"), per: "month" },
  ];
  return tariff(charges, { schedules });
}

function inputOf(start: number, days: number, peak: string, valley: string): RateInput {
  const span = { from: start, to: start + days };
  return {
    ...span,
    usage: { amounts: [amount(span, "energy", peak, "peak"), amount(span, "energy", valley, "valley")] },
    agreement: { numbers: { capacity: [{ from: 0, value: dec("315") }] } },
  };
}

describe("laws of rating", () => {
  it("B1 B10 a change of price to the same price changes nothing: split period = whole", () => {
    fc.assert(
      fc.property(
        bills,
        use,
        use,
        limits,
        fc.array(positive, { minLength: 4, maxLength: 4 }),
        fc.nat(),
        ({ start, days }, peak, valley, limit, prices, cut) => {
          const changeDay = start + 1 + (cut % (days - 1));
          const on = new Date(changeDay * 86_400_000).toISOString().slice(0, 10);
          const input = inputOf(start, days, peak, valley);
          const whole = rate(mixed(prices, limit), input);
          const split = rate(mixed(prices, limit, on), input);
          expect(split.lines.map((line) => [line.code, line.amount.toString()])).toEqual(
            whole.lines.map((line) => [line.code, line.amount.toString()]),
          );
          expect(split.total.toString()).toBe(whole.total.toString());
        },
      ),
      { numRuns: 120 },
    );
  });

  it("B6 two bills of a period add up to one where nothing is rounded and use adds up by year", () => {
    const program = (limit: readonly string[], prices: readonly string[]) =>
      tariff(
        [
          { type: "energy", code: "flat", price: prices[0] as string },
          {
            type: "energy",
            code: "year",
            tiers: { window: "year", order: "chronological", steps: steps(limit, prices) },
          },
          { type: "standing", code: "daily", price: prices[1] as string, per: "day" },
        ],
        unrounded,
      );
    fc.assert(
      fc.property(
        bills,
        use,
        use,
        limits,
        fc.array(price, { minLength: 4, maxLength: 4 }),
        ({ start, days }, first, second, limit, prices) => {
          const middle = start + Math.ceil(days / 2);
          const spans = [
            { from: start, to: middle },
            { from: middle, to: start + days },
          ] as const;
          const parts = [amount(spans[0], "energy", first), amount(spans[1], "energy", second)];
          const compiled = program(limit, prices);
          const whole = rate(compiled, { from: start, to: start + days, usage: { amounts: parts } });
          const one = rate(compiled, { ...spans[0], usage: { amounts: parts } });
          const two = rate(compiled, { ...spans[1], usage: { amounts: parts }, opening: one.closing });
          // The chain passes through decimals of twelve digits, which year-end shares may need more than.
          const gap = whole.exactTotal.minus(one.exactTotal.plus(two.exactTotal)).toDecimal(8);
          expect(gap.toString()).toBe("0");
        },
      ),
      { numRuns: 120 },
    );
  });

  it("B2a a quantity rule that is cut in two on any day, and says the same after it, leaves the bill as it was", () => {
    const rule = fc.oneof(
      fc.record({
        kind: fc.constantFrom("loss-share" as const, "share" as const),
        share: fc.integer({ min: 0, max: 1000 }).map((mille) => Decimal.fromUnits(mille, 3)),
      }),
      fc.record({
        kind: fc.constantFrom("loss-fixed" as const, "fixed" as const, "less-fixed" as const),
        perMonth: fc.integer({ min: 0, max: 90_000 }).map((units) => Decimal.fromUnits(units, 2)),
      }),
    );
    const program = tariff(
      [{ type: "energy", code: "energy", tiers: { window: "month", steps: steps(["100"], ["0.5", "0.7"]) } }],
      unrounded,
    );
    const rules = fc.array(rule, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(bills, use, rules, fc.nat(), ({ start, days }, used, rules, cut) => {
        const span = { from: start, to: start + days };
        const usage = { amounts: [amount(span, "energy", used)] };
        const on = start - 2 + (cut % (days + 4));
        const whole = rules.map((rule) => ({ quantity: "energy", ...rule }));
        const halves = whole.flatMap((rule) => [
          { ...rule, until: on },
          { ...rule, from: on },
        ]);
        const [one, two] = [whole, halves].map((quantityRules) =>
          rate(program, { ...span, usage, agreement: { quantityRules } }),
        ) as [RatedBill, RatedBill];
        expect(two.exactTotal.compare(one.exactTotal)).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it("B12 a bill and its reversal add up to zero, line by line", () => {
    fc.assert(
      fc.property(
        bills,
        use,
        use,
        limits,
        fc.array(price, { minLength: 4, maxLength: 4 }),
        (bill, a, b, limit, prices) => {
          const program = mixed(prices, limit);
          const posted = rate(program, inputOf(bill.start, bill.days, a, b));
          const reversed = reverse(posted);
          posted.lines.forEach((line, at) => {
            expect(line.amount.plus(reversed.lines[at]?.amount ?? Decimal.ONE).isZero).toBe(true);
          });
          expect(posted.total.plus(reversed.total).isZero).toBe(true);
          // Rated again, it is the same bill to the digit.
          const again = rate(program, inputOf(bill.start, bill.days, a, b));
          expect(JSON.stringify(again)).toBe(JSON.stringify(posted));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("B6 tiers are continuous: a little more use costs a little more, never a jump", () => {
    fc.assert(
      fc.property(use, limits, fc.array(positive, { minLength: 4, maxLength: 4 }), (used, limit, prices) => {
        const program = tariff(
          [{ type: "energy", code: "e", tiers: { window: "month", steps: steps(limit, prices) } }],
          unrounded,
        );
        const cost = (text: string) => {
          const span = { from, to: from + 31 };
          return rate(program, { ...span, usage: { amounts: [amount(span, "energy", text)] } }).exactTotal;
        };
        const step = dec("0.001");
        const more = cost(dec(used).plus(step).toString()).minus(cost(used));
        const dearest = prices.map(dec).reduce((a, b) => a.max(b));
        expect(more.compare(Fraction.ZERO)).toBeGreaterThan(0);
        expect(more.compare(Fraction.of(dearest.times(step)))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it("B6 the steps hold all of the use, against the oracle, opening included", () => {
    fc.assert(
      fc.property(
        use,
        use,
        limits,
        fc.array(price, { minLength: 4, maxLength: 4 }),
        (opening, used, limit, prices) => {
          const program = tariff(
            [{ type: "energy", code: "e", tiers: { window: "year", steps: steps(limit, prices) } }],
            unrounded,
          );
          const span = { from, to: from + 31 };
          const bill = rate(program, {
            ...span,
            usage: { amounts: [amount(span, "energy", used)] },
            opening: { use: { energy: { window: "2026", quantity: dec(opening) } } },
          });
          // The oracle: price of each step × what lies between its limits.
          let cost = zero;
          const end = add(rational(opening), rational(used));
          const at = (value: Rational, low: Rational, high: Rational | undefined): Rational => {
            const top = high !== undefined && less(high, value) ? high : value;
            return less(low, top) ? add(top, [-low[0], low[1]]) : zero;
          };
          [...limit, undefined].forEach((high, step) => {
            const low = rational(limit[step - 1] ?? "0");
            const upper = high === undefined ? undefined : rational(high);
            const [a, b] = [at(end, low, upper), at(rational(opening), low, upper)];
            cost = add(cost, mul(rational(prices[step] as string), add(a, [-b[0], b[1]])));
          });
          expect(equals(bill.exactTotal, cost)).toBe(true);
        },
      ),
    );
  });
});

/** Day rows of a zone with every value drawn from `units`. */
function rowsOf(
  zoneName: string,
  first: number,
  days: number,
  minutes: number,
  units: readonly number[],
): IntervalUsage {
  const zone = zoneOf(zoneName);
  let next = 0;
  return {
    quantity: "energy",
    zone,
    intervalMinutes: minutes,
    exponent: 3,
    kind: "amount",
    days: Array.from({ length: days }, (_, at) => ({
      day: first + at,
      values: Array.from(
        { length: dayLengthMs(zone, first + at) / (minutes * 60_000) },
        () => units[next++ % units.length] as number,
      ),
    })),
  };
}

/** The oracle's own way from units to a quantity. */
function quantityOf(units: bigint, { kind, intervalMinutes, exponent }: IntervalUsage): Fraction {
  const sum = Decimal.fromUnits(units, exponent);
  if (kind === "amount") return Fraction.of(sum);
  return Fraction.ratio(sum.times(Decimal.of(intervalMinutes)), Decimal.of(60));
}

describe("intervals against the oracle", () => {
  const spans = fc.record({
    zone: fc.constantFrom(
      "America/Los_Angeles",
      "Asia/Shanghai",
      "Europe/London",
      "Australia/Lord_Howe",
      "UTC",
    ),
    first: fc.integer({ min: day("2010-01-01"), max: day("2030-01-01") }),
    days: fc.integer({ min: 1, max: 70 }),
    minutes: fc.constantFrom(15, 30),
    // Small values stay whole units, larger ones leave the safe integers in a product, the largest in a month's sum.
    units: fc
      .constantFrom(10 ** 4, 10 ** 6, 10 ** 9, 2 ** 42 - 1)
      .chain((max) => fc.array(fc.integer({ min: 0, max }), { minLength: 40, maxLength: 97 })),
    start: fc.integer({ min: 0, max: 22 }),
    end: fc.integer({ min: 1, max: 23 }),
  });

  it("B4 B11 time of use with weekends and months, clock changes included, tiers shared as SAM does", () => {
    fc.assert(
      fc.property(
        spans,
        limits,
        fc.array(price, { minLength: 8, maxLength: 8 }),
        ({ zone, first, days, minutes, units, start, end }, limit, prices) => {
          const two = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
          const names = ["peak", "summer", "rest"];
          const program = tariff(
            [
              {
                type: "energy",
                code: "e",
                schedule: "tou",
                tiers: {
                  window: "month",
                  steps: limit.concat([""]).map((upTo, step) => ({
                    ...(upTo === "" ? {} : { upTo }),
                    price: Object.fromEntries(
                      names.map((name, at) => [name, prices[(step * 3 + at) % 8] as string]),
                    ),
                  })),
                },
              },
            ],
            {
              ...unrounded,
              periodToleranceDays: 0,
              schedules: {
                tou: {
                  periods: periods(...names),
                  rules: [
                    { period: "peak", days: ["weekday"], times: [`${two(start)}-${two(end)}`] },
                    { period: "summer", months: [5, 6, 7, 8, 9] },
                    { period: "rest" },
                  ],
                },
              },
            },
          );
          const rows = rowsOf(zone, first, days, minutes, units);
          const span = rateSpan(program, { from: first, to: first + days, usage: { intervals: [rows] } });

          // The oracle walks every interval with a calendar and forgets nothing.
          const months = new Map<string, { sums: bigint[]; days: Set<number>; length: number }>();
          for (const { day: local, values } of rows.days) {
            for (let at = 0; at < values.length; at++) {
              const clock = new Date(
                localMsOf(rows.zone, dayStartMs(rows.zone, local) + at * minutes * 60_000),
              );
              const hour = clock.getUTCHours();
              const weekday = clock.getUTCDay() % 6 !== 0;
              const inPeak = start < end ? hour >= start && hour < end : hour >= start || hour < end;
              const month = clock.getUTCMonth() + 1;
              const which = weekday && inPeak && start !== end ? 0 : month >= 5 && month <= 9 ? 1 : 2;
              const always = weekday && start === end ? 0 : which;
              const key = clock.toISOString().slice(0, 7);
              const length = new Date(Date.UTC(clock.getUTCFullYear(), month, 0)).getUTCDate();
              const bucket = months.get(key) ?? { sums: [0n, 0n, 0n], days: new Set<number>(), length };
              months.set(key, bucket);
              bucket.days.add(local);
              bucket.sums[always] = (bucket.sums[always] as bigint) + BigInt(values[at] as number);
            }
          }
          let expected = zero;
          for (const { sums, days: held, length } of months.values()) {
            const total: Rational = [sums.reduce((a, b) => a + b, 0n), 1000n];
            if (total[0] === 0n) continue;
            // A bill of part of a month has that part of the limits.
            const share: Rational = [BigInt(held.size), BigInt(length)];
            const bounds = [zero, ...limit.map((text) => mul(rational(text), share)), undefined];
            for (let step = 0; step + 1 < bounds.length; step++) {
              const low = bounds[step] as Rational;
              const high = bounds[step + 1];
              const top = high !== undefined && less(high, total) ? high : total;
              const filled = less(low, top) ? add(top, [-low[0], low[1]]) : zero;
              for (let which = 0; which < 3; which++) {
                const part: Rational = [sums[which] as bigint, 1000n];
                const inStep = mul(mul(part, filled), [total[1], total[0]]);
                expected = add(expected, mul(inStep, rational(prices[(step * 3 + which) % 8] as string)));
              }
            }
          }
          const found = span.bills.reduce((sum, each) => sum.plus(each.exactTotal), Fraction.ZERO);
          expect(equals(found, expected)).toBe(true);
          // What is written down only when asked for says the same as what was billed.
          for (const bill of span.bills) {
            let derived = Fraction.ZERO;
            for (const { derivation } of bill.lines)
              for (const part of derivation.parts)
                derived = derived.plus(part.quantity.timesDecimal(part.price));
            expect(derived.compare(bill.exactTotal)).toBe(0);
            for (const quantity of bill.quantities) {
              for (const source of quantity.sources) {
                if (source.kind !== "intervals") continue;
                const units = source.byDay.reduce((sum: bigint, each) => sum + BigInt(each), 0n);
                expect(quantity.total.compare(quantityOf(units, rows))).toBe(0);
              }
            }
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  it("B4 nothing is lost: the periods of a bill hold all of its intervals, whatever the clock does", () => {
    fc.assert(
      fc.property(spans, ({ zone, first, days, minutes, units }) => {
        const program = tariff(
          [{ type: "energy", code: "e", schedule: "tou", price: { peak: "1", valley: "1" } }],
          {
            ...unrounded,
            schedules,
          },
        );
        const rows = rowsOf(zone, first, days, minutes, units);
        const bill = rate(program, { from: first, to: first + days, usage: { intervals: [rows] } });
        let sum = 0n;
        for (const { values } of rows.days)
          for (let at = 0; at < values.length; at++) sum += BigInt(values[at] as number);
        expect(bill.exactTotal.compare(Fraction.of(Decimal.fromUnits(sum, 3)))).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
