import type { Decimal } from "../kernel/decimal.ts";
import type { Fraction } from "../kernel/fraction.ts";
import { isoDay, type LocalDay } from "../kernel/zone.ts";
import { fail } from "./errors.ts";

/** A part of the bill's period in which nothing of the tariff or agreement changes. */
export interface Segment {
  readonly from: LocalDay;
  readonly to: LocalDay;
}

/** Where a measured quantity comes from, for the derivation. */
export type Source =
  | {
      readonly kind: "register";
      readonly period: string;
      readonly from: LocalDay;
      readonly to: LocalDay;
      readonly startIndex: Decimal;
      readonly endIndex: Decimal;
      readonly multiplier: Decimal;
      readonly estimated: boolean;
    }
  | {
      readonly kind: "amount";
      readonly period: string;
      readonly from: LocalDay;
      readonly to: LocalDay;
      readonly amount: Decimal;
      readonly estimated: boolean;
    }
  | IntervalsSource
  | {
      readonly kind: "rule";
      readonly rule: string;
      readonly period: string;
      readonly amount: Fraction;
      /** The days on which it held, where they are not all of the bill's: [from, to). */
      readonly from?: LocalDay;
      readonly to?: LocalDay;
    };

export interface IntervalsSource {
  readonly kind: "intervals";
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly intervalMinutes: number;
  readonly values: number;
  readonly missing: number;
  /** Quantity of each day in units of 10^−exponent, period after period: what "by day" unfolds to. */
  readonly exponent: number;
  readonly byDay: readonly (number | bigint | string)[];
  readonly periods: readonly string[];
}

/** A source as it is stored: nothing left open, and no bigints, which JSON does not have. */
export function storable(source: Source): Source {
  if (source.kind !== "intervals") return source;
  const { kind, from, to, intervalMinutes, values, missing, exponent, byDay, periods } = source;
  const sums = typeof byDay[0] === "bigint" ? byDay.map(String) : byDay;
  return { kind, from, to, intervalMinutes, values, missing, exponent, byDay: sums, periods };
}

/** A quantity of the bill by segment and period. */
export interface Measured {
  readonly quantity: string;
  readonly periods: readonly string[];
  /** [segment][period]. */
  readonly parts: readonly (readonly Fraction[])[];
  readonly total: Fraction;
  readonly sources: readonly Source[];
  /** The parts of a bill that is one segment, where they are whole in units of 10^−scale: see `unitsOf`. */
  readonly units?: WholeUnits | undefined;
}

/** Safe integers in units of 10^−`scale`, one for each period. */
export interface WholeUnits {
  readonly scale: number;
  readonly cells: readonly number[];
}

/** There is no right quantity, so there must be no bill. */
export function gap(quantity: string, from: LocalDay, to: LocalDay, missing: number) {
  return fail("USAGE_GAP", { quantity, from: isoDay(from), to: isoDay(to), missing });
}
