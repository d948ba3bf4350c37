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
  | {
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
  | { readonly kind: "rule"; readonly rule: string; readonly period: string; readonly amount: Fraction };

/** A quantity of the bill by segment and period. */
export interface Measured {
  readonly quantity: string;
  readonly periods: readonly string[];
  /** [segment][period]. */
  readonly parts: readonly (readonly Fraction[])[];
  readonly total: Fraction;
  readonly sources: readonly Source[];
}

/** There is no right quantity, so there must be no bill. */
export function gap(quantity: string, from: LocalDay, to: LocalDay, missing: number) {
  return fail("USAGE_GAP", { quantity, from: isoDay(from), to: isoDay(to), missing });
}
