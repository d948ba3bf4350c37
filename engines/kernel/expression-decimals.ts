import type { Environment } from "@marcbachmann/cel-js";
import { Decimal } from "./decimal.ts";

/** Digits of a quotient, whose exact value may have no end. */
const QUOTIENT_PLACES = 12;
/** `round(x, n)`: places beyond this are a mistake. */
const PLACES_MAX = 12;

const ARITHMETIC: Readonly<Record<string, (a: Decimal, b: Decimal) => Decimal>> = {
  "+": (a, b) => a.plus(b),
  "-": (a, b) => a.minus(b),
  "*": (a, b) => a.times(b),
  "/": (a, b) => a.dividedBy(b, QUOTIENT_PLACES, "half-even"),
};

const COMPARISON: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

/**
 * Exact decimals in expressions: a type `decimal` (values are `Decimal`) with arithmetic and order, also against the
 * literals 2 and 0.05, and the functions `decimal(x)`, `round(x, places)`, `min(x, y)`, `max(x, y)`, `sum(list)` and
 * `string(x)`. A literal keeps the digits that were written: 0.1 is a tenth.
 */
export function offerDecimals(environment: Environment): void {
  environment.registerType("decimal", Decimal);
  const pairs = [
    ["decimal", "decimal"],
    ["decimal", "double"],
    ["double", "decimal"],
    ["decimal", "int"],
    ["int", "decimal"],
  ] as const;
  for (const [left, right] of pairs) {
    for (const [sign, run] of Object.entries(ARITHMETIC))
      environment.registerOperator(`${left} ${sign} ${right}: decimal`, (a, b) => run(exact(a), exact(b)));
    for (const [sign, holds] of Object.entries(COMPARISON))
      environment.registerOperator(`${left} ${sign} ${right}: bool`, (a, b) =>
        holds(exact(a).compare(exact(b))),
      );
  }
  // The library mirrors these for the other order.
  for (const right of ["decimal", "double", "int"] as const)
    environment.registerOperator(`decimal == ${right}: bool`, (a, b) => exact(a).equals(exact(b)));
  for (const type of ["int", "double", "string"])
    environment.registerFunction(`decimal(${type}): decimal`, exact);
  environment.registerFunction("round(decimal, int): decimal", (value, places) => {
    const place = Number(places);
    if (Math.abs(place) > PLACES_MAX) throw new RangeError(`cannot round to ${place} places`);
    return exact(value).round(place, "half-up");
  });
  environment.registerFunction("min(decimal, decimal): decimal", (a, b) => exact(a).min(exact(b)));
  environment.registerFunction("max(decimal, decimal): decimal", (a, b) => exact(a).max(exact(b)));
  environment.registerFunction("sum(list<decimal>): decimal", (list: unknown[]) =>
    list.reduce<Decimal>((total, value) => total.plus(exact(value)), Decimal.ZERO),
  );
  environment.registerFunction("string(decimal): string", (value) => exact(value).toString());
}

/** A double prints its shortest text, which is the one that was written as a literal. */
function exact(value: unknown): Decimal {
  if (value instanceof Decimal) return value;
  if (typeof value === "bigint") return Decimal.of(value);
  return Decimal.parse(String(value));
}
