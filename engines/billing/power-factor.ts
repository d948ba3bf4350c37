import { Decimal } from "../kernel/decimal.ts";

/**
 * The power factor P ÷ √(P² + Q²) in hundredths, rounded half up, without a root: the largest h for which
 * (h − ½)/100 is not above it, compared by squares. 1.00 where nothing was used.
 */
export function powerFactorHundredths(active: Decimal, reactive: Decimal): number {
  if (active.isZero && reactive.isZero) return 100;
  const scale = Math.max(active.scale, reactive.scale);
  const p = abs(active.unitsAt(scale));
  const q = abs(reactive.unitsAt(scale));
  const apparentSquared = p * p + q * q;
  let low = 0;
  let high = 100;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    // (middle − ½)/100 ≤ P/S  ⟺  (2·middle − 1)² · S² ≤ (200 P)²
    const twice = BigInt(2 * middle - 1);
    if (twice * twice * apparentSquared <= 40_000n * p * p) low = middle;
    else high = middle - 1;
  }
  return low;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/**
 * Percent by which the bill rises (or falls, negative) at a power factor, by the table of 功率因数调整电费办法
 * (水利电力部、国家物价局 1983): reductions step by step above the standard, increases below it by 0.5 % a hundredth,
 * then 1 %, then 2 %. Undefined for a standard that the rule does not know.
 */
export function adjustmentOf1983(standard: Decimal, hundredths: number): Decimal | undefined {
  const row = TABLES[standard.round(2, "half-up").toString()];
  if (row === undefined) return undefined;
  const { at, reductions, halfDownTo, oneDownTo } = row;
  if (hundredths >= at) {
    const steps = Math.min(hundredths - at, reductions.length);
    return steps === 0 ? Decimal.ZERO : Decimal.parse(`-${reductions[steps - 1]}`);
  }
  // In half percents, so that all of it is whole numbers.
  const half = at - Math.max(hundredths, halfDownTo);
  const one = Math.max(0, halfDownTo - Math.max(hundredths, oneDownTo));
  const two = Math.max(0, oneDownTo - hundredths);
  return Decimal.fromUnits((half + 2 * one + 4 * two) * 5, 1);
}

const TABLES: Readonly<
  Record<string, { at: number; reductions: readonly string[]; halfDownTo: number; oneDownTo: number }>
> = {
  "0.90": { at: 90, reductions: ["0.15", "0.30", "0.45", "0.60", "0.75"], halfDownTo: 70, oneDownTo: 65 },
  "0.85": {
    at: 85,
    reductions: ["0.10", "0.20", "0.30", "0.40", "0.50", "0.65", "0.80", "0.95", "1.10"],
    halfDownTo: 65,
    oneDownTo: 60,
  },
  "0.80": {
    at: 80,
    reductions: [
      "0.10",
      "0.20",
      "0.30",
      "0.40",
      "0.50",
      "0.60",
      "0.70",
      "0.80",
      "0.90",
      "1.00",
      "1.15",
      "1.30",
    ],
    halfDownTo: 60,
    oneDownTo: 55,
  },
};
