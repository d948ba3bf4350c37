import { Fraction } from "../kernel/fraction.ts";

// A measured quantity lies as [segment][period].

/** Adds an amount to the parts by their share of the whole (or to one period's); where all are zero, to the first. */
export function shareOut(
  parts: readonly (readonly Fraction[])[],
  amount: Fraction,
  column: number,
): Fraction[][] {
  const counts = (at: number) => column < 0 || at === column;
  let whole = Fraction.ZERO;
  for (const row of parts) {
    row.forEach((part, at) => {
      if (counts(at)) whole = whole.plus(part);
    });
  }
  return parts.map((row, segment) =>
    row.map((part, at) => {
      if (!counts(at)) return part;
      if (whole.isZero) return segment === 0 && at === Math.max(column, 0) ? part.plus(amount) : part;
      return part.plus(part.times(amount).times(Fraction.ratio(whole.denominator, whole.numerator)));
    }),
  );
}

export function totalOf(parts: readonly (readonly Fraction[])[]): Fraction {
  let total = Fraction.ZERO;
  for (const row of parts) for (const part of row) total = total.plus(part);
  return total;
}
