import type { RoundingStep } from "#schema/blueprint/tariff/charges.ts";
import type { Decimal } from "../kernel/decimal.ts";
import type { Words } from "../kernel/errors.ts";
import { Fraction } from "../kernel/fraction.ts";
import type { LocalDay } from "../kernel/zone.ts";

// A line of a bill and why it is what it is.

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
    | "points"
    | "plugin"
    | "rounding";
  readonly parts: readonly DerivationPart[];
  /** Name of the quantity, to be looked up in `RatedBill.quantities`. */
  readonly quantity?: string;
  readonly period?: string | undefined;
  /** Step from 1, its limits for this bill, and the use before this bill in the same window. */
  readonly step?:
    | {
        readonly number: number;
        readonly above: Fraction | undefined;
        readonly upTo: Fraction | undefined;
        readonly opening: Fraction;
        readonly window: string;
      }
    | undefined;
  /** Further values in the order of the formula, by name: measured demand, contract, ratchet, power factor, base. */
  readonly values?: Readonly<Record<string, Decimal | Fraction | string>>;
  /** Before rounding. */
  readonly exact: Fraction;
  readonly rounding: RoundingStep;
}

/** What a line shows beside its figures. */
export interface LineFace {
  /** "energy", "energy.peak", "energy.tier-2", "energy.peak.tier-2": charge code, period, step. */
  readonly code: string;
  readonly label: Words;
  readonly group: string | undefined;
  readonly unit: string | null;
  readonly price: Decimal | null;
}

/** What a line is made of where all of it is known at once. */
export interface LineParts extends LineFace {
  readonly quantity: Fraction | null;
  readonly derivation: Derivation;
}

/** Digits kept where an exact result has no end (a third of a kWh) and the tariff does not round. */
export const ENDLESS_PLACES = 20;

/**
 * A line of a bill. Quantity, amount and derivation become what they are when they are asked for, from what the line
 * keeps: nothing is rated again for it. JSON holds decimals as text.
 */
export abstract class RatedLine implements LineFace {
  abstract readonly code: string;
  abstract readonly label: Words;
  abstract readonly group: string | undefined;
  abstract readonly unit: string | null;
  abstract readonly price: Decimal | null;
  /** Before rounding. */
  abstract readonly exact: Fraction;
  abstract readonly derivation: Derivation;
  /** The quantity, its division still open. */
  protected abstract readonly openQuantity: Fraction | null;
  readonly rounding: RoundingStep;
  #amount: Decimal | undefined;

  constructor(rounding: RoundingStep) {
    this.rounding = rounding;
  }

  /** Null where a line has no quantity (a percentage, a minimum). Not cut to the place of any meter. */
  get quantity(): Decimal | null {
    return this.openQuantity?.toDecimal(ENDLESS_PLACES) ?? null;
  }

  /** Rounded as the tariff says; exact where it says "none". */
  get amount(): Decimal {
    if (this.#amount === undefined) {
      const { exact, rounding } = this;
      this.#amount =
        rounding === "none" ? exact.toDecimal(ENDLESS_PLACES) : exact.round(rounding.place, rounding.mode);
    }
    return this.#amount;
  }

  /** The amount as it counts in sums: exact where the line is not rounded. */
  get counted(): Fraction {
    return this.rounding === "none" ? this.exact : Fraction.of(this.amount);
  }

  /** The line that takes this one back. */
  reversed(): RatedLine {
    const { code, label, group, unit, price, derivation, openQuantity } = this;
    return new KnownLine({
      code,
      label,
      group,
      unit,
      price,
      quantity: openQuantity?.negated() ?? null,
      derivation: { ...derivation, exact: derivation.exact.negated() },
    });
  }

  toJSON() {
    const { code, label, group, quantity, unit, price, amount, derivation } = this;
    return { code, label, group, quantity, unit, price, amount, derivation };
  }
}

/** A line whose derivation is written down when it is made. */
export class KnownLine extends RatedLine {
  readonly code: string;
  readonly label: Words;
  readonly group: string | undefined;
  readonly unit: string | null;
  readonly price: Decimal | null;
  readonly derivation: Derivation;
  protected readonly openQuantity: Fraction | null;

  constructor(parts: LineParts) {
    super(parts.derivation.rounding);
    this.code = parts.code;
    this.label = parts.label;
    this.group = parts.group;
    this.unit = parts.unit;
    this.price = parts.price;
    this.derivation = parts.derivation;
    this.openQuantity = parts.quantity;
  }

  get exact(): Fraction {
    return this.derivation.exact;
  }
}
