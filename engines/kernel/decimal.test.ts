import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal, ROUNDING_MODES, type RoundingMode, sum } from "./decimal.ts";
import { Fraction } from "./fraction.ts";

/** A number as the oracle sees it: digits and scale, both obvious. */
const parts = fc.record({
  units: fc.oneof(
    fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
    fc.integer({ min: -100_000, max: 100_000 }).map(BigInt),
    // Around the border between the fast and the slow representation.
    fc.bigInt({ min: 2n ** 53n - 20n, max: 2n ** 53n + 20n }),
  ),
  scale: fc.integer({ min: 0, max: 20 }),
});
type Parts = { units: bigint; scale: number };
const decimalOf = ({ units, scale }: Parts) => Decimal.fromUnits(units, scale);
/** Both numbers over 10^scale. */
const raise = ({ units, scale }: Parts, to: number) => units * 10n ** BigInt(to - scale);

function naiveText({ units, scale }: Parts): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}

/** Rounds top ÷ bottom (bottom > 0) to an integer by the definitions of the modes, on absolute values. */
function naiveRound(top: bigint, bottom: bigint, mode: RoundingMode): bigint {
  const negative = top < 0n;
  const size = negative ? -top : top;
  const floor = size / bottom;
  const rest = size - floor * bottom;
  let rounded = floor;
  if (mode === "up" && rest > 0n) rounded = floor + 1n;
  if (mode === "half-up" && rest * 2n >= bottom) rounded = floor + 1n;
  if (mode === "half-even" && (rest * 2n > bottom || (rest * 2n === bottom && floor % 2n === 1n)))
    rounded = floor + 1n;
  return negative ? -rounded : rounded;
}

describe("Decimal against bigint oracles", () => {
  it("adds, subtracts, multiplies, compares", () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const scale = Math.max(a.scale, b.scale);
        const [x, y] = [raise(a, scale), raise(b, scale)];
        expect(decimalOf(a).plus(decimalOf(b)).unitsAt(scale)).toBe(x + y);
        expect(decimalOf(a).minus(decimalOf(b)).unitsAt(scale)).toBe(x - y);
        const product = decimalOf(a).times(decimalOf(b));
        expect(product.unitsAt(a.scale + b.scale)).toBe(a.units * b.units);
        expect(Math.sign(decimalOf(a).compare(decimalOf(b)))).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
      { numRuns: 2000 },
    );
  });

  it("rounds and divides in every mode", () => {
    fc.assert(
      fc.property(
        parts,
        parts,
        fc.integer({ min: -3, max: 12 }),
        fc.constantFrom(...ROUNDING_MODES),
        (a, b, place, mode) => {
          const top = a.units * (place > 0 ? 10n ** BigInt(place) : 1n);
          const bottom = 10n ** BigInt(a.scale) * (place < 0 ? 10n ** BigInt(-place) : 1n);
          const rounded = decimalOf(a).round(place, mode);
          const expected = naiveRound(top, bottom, mode) * (place < 0 ? 10n ** BigInt(-place) : 1n);
          expect(rounded.coefficient).toBe(expected);
          expect(rounded.scale).toBe(Math.max(place, 0));
          if (b.units === 0n || place < 0) return;
          const sign = b.units < 0n ? -1n : 1n;
          const quotient = decimalOf(a).dividedBy(decimalOf(b), place, mode);
          expect(quotient.coefficient).toBe(
            naiveRound(
              sign * a.units * 10n ** BigInt(b.scale + place),
              sign * b.units * 10n ** BigInt(a.scale),
              mode,
            ),
          );
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("prints what it parsed, and parses what it printed", () => {
    fc.assert(
      fc.property(parts, (a) => {
        const text = naiveText(a);
        // "-0.00" does not exist: zero has no sign.
        expect(Decimal.parse(text).toString()).toBe(a.units === 0n ? naiveText({ ...a, units: 0n }) : text);
        expect(Decimal.parse(text).equals(decimalOf(a))).toBe(true);
        expect(decimalOf(a).stripped().equals(decimalOf(a))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps a fraction open until it is rounded", () => {
    fc.assert(
      fc.property(parts, parts, parts, fc.constantFrom(...ROUNDING_MODES), (a, b, c, mode) => {
        if (b.units <= 0n || c.units <= 0n) return;
        // a/b + a/c = a(b + c)/(bc), rounded once.
        const total = Fraction.ratio(decimalOf(a), decimalOf(b)).plus(
          Fraction.ratio(decimalOf(a), decimalOf(c)),
        );
        const top = decimalOf(a).times(decimalOf(b).plus(decimalOf(c)));
        const bottom = decimalOf(b).times(decimalOf(c));
        expect(total.round(2, mode).toString()).toBe(top.dividedBy(bottom, 2, mode).toString());
        const product = Fraction.ratio(decimalOf(a), decimalOf(b)).times(Fraction.of(decimalOf(b)));
        expect(product.compare(Fraction.of(decimalOf(a)))).toBe(0);
      }),
    );
  });
});

describe("Decimal", () => {
  it.each([
    ["1", "1"],
    ["-0.5", "-0.5"],
    ["+3.10", "3.10"],
    ["0.00", "0.00"],
    ["-0", "0"],
    ["007", "7"],
    ["1e-7", "0.0000001"],
    ["2.5E3", "2500"],
    ["123456789012345678901234567890.123", "123456789012345678901234567890.123"],
  ])("parses %s", (text, printed) => expect(Decimal.parse(text).toString()).toBe(printed));

  it.each([
    "",
    " ",
    "1.",
    ".5",
    "1,5",
    "--1",
    "1.2.3",
    "0x10",
    "NaN",
    "Infinity",
    "1e999",
    "1".repeat(201),
    "一",
    "1 ",
  ])("refuses %j", (text) =>
    expect(() => Decimal.parse(text)).toThrowError(expect.objectContaining({ code: "DECIMAL_MALFORMED" })),
  );

  it("refuses a fractional or unsafe JavaScript number, and division by zero", () => {
    expect(() => Decimal.of(0.1)).toThrow();
    expect(() => Decimal.of(2 ** 53)).toThrow();
    expect(() => Decimal.ONE.dividedBy(Decimal.ZERO, 2, "half-up")).toThrowError(
      expect.objectContaining({ code: "DECIMAL_DIVISION_BY_ZERO" }),
    );
  });

  it("rounds a half away from zero on both sides, so that a cancelled line is the exact negative", () => {
    expect(Decimal.of("2.345").round(2, "half-up").toString()).toBe("2.35");
    expect(Decimal.of("-2.345").round(2, "half-up").toString()).toBe("-2.35");
    expect(Decimal.of("2.345").round(2, "half-even").toString()).toBe("2.34");
    expect(sum([Decimal.of("0.1"), Decimal.of("0.2")]).toString()).toBe("0.3");
    expect(JSON.stringify({ amount: Decimal.of("448").round(2, "half-up") })).toBe('{"amount":"448.00"}');
  });
});
