import { Fraction } from "../kernel/fraction.ts";

/**
 * How much of the use from `start` to `start + use` falls into each step. `limits` are the upper limits of all steps
 * but the last, rising. Negative use (a correction) takes back from the steps it had filled.
 */
export function fillSteps(start: Fraction, use: Fraction, limits: readonly Fraction[]): Fraction[] {
  const end = start.plus(use);
  const filled: Fraction[] = [];
  let lower: Fraction | undefined;
  for (let step = 0; step <= limits.length; step++) {
    const upper = limits[step];
    filled.push(partWithin(end, lower, upper).minus(partWithin(start, lower, upper)));
    lower = upper;
  }
  return filled;
}

/** The part of [0, value] that lies between two limits; below the first step everything belongs to it. */
function partWithin(value: Fraction, lower: Fraction | undefined, upper: Fraction | undefined): Fraction {
  let top = value;
  if (upper !== undefined && top.compare(upper) > 0) top = upper;
  if (lower === undefined) return top;
  return top.compare(lower) <= 0 ? Fraction.ZERO : top.minus(lower);
}
