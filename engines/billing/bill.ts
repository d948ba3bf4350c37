import type { RoundingStep } from "#schema/blueprint/tariff/charges.ts";
import type { Decimal } from "../kernel/decimal.ts";
import type { Words } from "../kernel/errors.ts";
import type { Fraction } from "../kernel/fraction.ts";
import type { LocalDay } from "../kernel/zone.ts";
import type { Source } from "./measure.ts";
import type { Opening } from "./ports.ts";

// The result of rating. Decimals and fractions turn into strings in JSON by themselves, so a bill can be stored as it is.

/** One part of a line: a quantity at a price over days. */
export interface DerivationPart {
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly quantity: Fraction;
  readonly price: Decimal;
  /** Months, days or shares that the product was multiplied by, where not 1. */
  readonly factor?: Fraction;
}

/** Why a line is what it is. Small: the readings behind a quantity stand once in `RatedBill.quantities`. */
export interface Derivation {
  readonly rule:
    | "energy"
    | "series"
    | "demand"
    | "standing"
    | "power-factor"
    | "percentage"
    | "limit"
    | "rounding";
  readonly parts: readonly DerivationPart[];
  /** Name of the quantity, to be looked up in `RatedBill.quantities`. */
  readonly quantity?: string;
  readonly period?: string;
  /** Step from 1, its limits for this bill, and the use before this bill in the same window. */
  readonly step?: {
    readonly number: number;
    readonly above: Fraction | undefined;
    readonly upTo: Fraction | undefined;
    readonly opening: Fraction;
    readonly window: string;
  };
  /** Further values in the order of the formula, by name: measured demand, contract, ratchet, power factor, base. */
  readonly values?: Readonly<Record<string, Decimal | Fraction | string>>;
  /** Before rounding. */
  readonly exact: Fraction;
  readonly rounding: RoundingStep;
}

export interface RatedLine {
  /** "energy", "energy.peak", "energy.tier-2", "energy.peak.tier-2": charge code, period, step. */
  readonly code: string;
  readonly label: Words;
  readonly group?: string;
  /** Null where a line has no quantity (a percentage, a minimum). Not cut to the place of any meter. */
  readonly quantity: Decimal | null;
  readonly unit: string | null;
  readonly price: Decimal | null;
  /** Rounded as the tariff says; exact where it says "none". */
  readonly amount: Decimal;
  readonly derivation: Derivation;
}

/** A quantity behind the bill's lines, with its readings. */
export interface RatedQuantity {
  readonly quantity: string;
  readonly total: Fraction;
  readonly byPeriod: Readonly<Record<string, Fraction>>;
  readonly sources: readonly Source[];
}

export interface RatedBill {
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly currency: string;
  readonly lines: readonly RatedLine[];
  /** The sum of the lines' amounts, always. Rounding of the bill is a line of its own. */
  readonly total: Decimal;
  /** Taxes that are already in the prices, for the invoice. */
  readonly includedTaxes: readonly {
    readonly code: string;
    readonly label: Words;
    readonly amount: Decimal;
  }[];
  readonly quantities: readonly RatedQuantity[];
  /** Some reading behind the bill is estimated. */
  readonly estimated: boolean;
  /** To be given as `opening` to the next bill of the agreement. */
  readonly closing: Opening;
  /** Total before any rounding, for sums over bills that are not rounded. */
  readonly exactTotal: Fraction;
}
