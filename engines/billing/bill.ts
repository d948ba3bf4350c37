import type { RoundingStep } from "#schema/blueprint/tariff/charges.ts";
import type { Decimal } from "../kernel/decimal.ts";
import type { Words } from "../kernel/errors.ts";
import { Fraction } from "../kernel/fraction.ts";
import { minorUnits } from "../kernel/money.ts";
import type { LocalDay } from "../kernel/zone.ts";
import type { Measured, Source } from "./measured.ts";
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

/** What a line is made of. */
export interface LineParts {
  readonly code: string;
  readonly label: Words;
  readonly group: string | undefined;
  readonly quantity: Fraction | null;
  readonly unit: string | null;
  readonly price: Decimal | null;
  readonly derivation: Derivation;
}

/** Digits kept where an exact result has no end (a third of a kWh) and the tariff does not round. */
export const ENDLESS_PLACES = 20;

/** A line of a bill. Quantity and amount become decimals when they are asked for; JSON holds them as text. */
export class RatedLine {
  /** "energy", "energy.peak", "energy.tier-2", "energy.peak.tier-2": charge code, period, step. */
  readonly code: string;
  readonly label: Words;
  readonly group: string | undefined;
  readonly unit: string | null;
  readonly price: Decimal | null;
  readonly derivation: Derivation;
  readonly #quantity: Fraction | null;
  #amount: Decimal | undefined;

  constructor(parts: LineParts) {
    this.code = parts.code;
    this.label = parts.label;
    this.group = parts.group;
    this.unit = parts.unit;
    this.price = parts.price;
    this.derivation = parts.derivation;
    this.#quantity = parts.quantity;
  }

  /** Null where a line has no quantity (a percentage, a minimum). Not cut to the place of any meter. */
  get quantity(): Decimal | null {
    return this.#quantity === null ? null : this.#quantity.toDecimal(ENDLESS_PLACES);
  }

  /** Rounded as the tariff says; exact where it says "none". */
  get amount(): Decimal {
    if (this.#amount === undefined) {
      const { exact, rounding } = this.derivation;
      this.#amount =
        rounding === "none" ? exact.toDecimal(ENDLESS_PLACES) : exact.round(rounding.place, rounding.mode);
    }
    return this.#amount;
  }

  /** The amount as it counts in sums: exact where the line is not rounded. */
  get counted(): Fraction {
    return this.derivation.rounding === "none" ? this.derivation.exact : Fraction.of(this.amount);
  }

  /** The line that takes this one back. */
  reversed(): RatedLine {
    return new RatedLine({
      ...this,
      quantity: this.#quantity === null ? null : this.#quantity.negated(),
      derivation: { ...this.derivation, exact: this.derivation.exact.negated() },
    });
  }

  toJSON() {
    const { code, label, group, quantity, unit, price, amount, derivation } = this;
    return { code, label, group, quantity, unit, price, amount, derivation };
  }
}

/** A quantity behind the bill's lines, with its readings. */
export interface RatedQuantity {
  readonly quantity: string;
  readonly total: Fraction;
  readonly byPeriod: Readonly<Record<string, Fraction>>;
  readonly sources: readonly Source[];
}

/** What a bill is made of: the part of the rating context that outlives rating. */
export interface BillParts {
  readonly input: { readonly from: LocalDay; readonly to: LocalDay };
  readonly lines: readonly RatedLine[];
  readonly includedTaxes: readonly IncludedTax[];
  readonly closing: Opening;
  measuredQuantities(): Iterable<Measured>;
}

export interface IncludedTax {
  readonly code: string;
  readonly label: Words;
  readonly amount: Decimal;
}

/** A rated bill. Quantities with their readings are put together when they are asked for. */
export class RatedBill {
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly currency: string;
  readonly lines: readonly RatedLine[];
  /** Taxes that are already in the prices, for the invoice. */
  readonly includedTaxes: readonly IncludedTax[];
  /** To be given as `opening` to the next bill of the agreement. */
  readonly closing: Opening;
  /** Total before any rounding, for sums over bills that are not rounded. */
  readonly exactTotal: Fraction;
  readonly #parts: BillParts;
  #quantities: readonly RatedQuantity[] | undefined;

  constructor(currency: string, parts: BillParts, exactTotal: Fraction) {
    this.from = parts.input.from;
    this.to = parts.input.to;
    this.currency = currency;
    this.lines = parts.lines;
    this.includedTaxes = parts.includedTaxes;
    this.closing = parts.closing;
    this.exactTotal = exactTotal;
    this.#parts = parts;
  }

  /**
   * The sum of the lines' amounts, always: rounding of the bill is a line of its own. At least the currency's minor
   * unit, more digits only where the tariff does not round.
   */
  get total(): Decimal {
    const exact = this.exactTotal.toDecimal(ENDLESS_PLACES);
    const places = minorUnits(this.currency);
    return exact.scale >= places ? exact : exact.round(places, "half-up");
  }

  /** The quantities by segment, as they were measured. */
  measuredQuantities(): Iterable<Measured> {
    return this.#parts.measuredQuantities();
  }

  get quantities(): readonly RatedQuantity[] {
    this.#quantities ??= [...this.#parts.measuredQuantities()].map(ratedQuantity);
    return this.#quantities;
  }

  /** Some reading behind the bill is estimated. */
  get estimated(): boolean {
    for (const { sources } of this.#parts.measuredQuantities()) {
      for (const source of sources) if ("estimated" in source && source.estimated) return true;
    }
    return false;
  }

  /** B40: the bill with lines behind those of its tariff; its total is still the sum of all lines. */
  withLines(added: readonly RatedLine[]): RatedBill {
    if (added.length === 0) return this;
    const parts: BillParts = {
      input: this,
      lines: [...this.lines, ...added],
      includedTaxes: this.includedTaxes,
      closing: this.closing,
      measuredQuantities: () => this.#parts.measuredQuantities(),
    };
    const exactTotal = added.reduce((sum, line) => sum.plus(line.counted), this.exactTotal);
    return new RatedBill(this.currency, parts, exactTotal);
  }

  /** The bill that takes this one back. */
  reversed(): RatedBill {
    const parts: BillParts = {
      input: this,
      lines: this.lines.map((line) => line.reversed()),
      includedTaxes: this.includedTaxes.map((tax) => ({ ...tax, amount: tax.amount.negated() })),
      closing: this.closing,
      measuredQuantities: () => this.#parts.measuredQuantities(),
    };
    return new RatedBill(this.currency, parts, this.exactTotal.negated());
  }

  toJSON() {
    const { from, to, currency, lines, total, includedTaxes, quantities, estimated, closing } = this;
    return { from, to, currency, lines, total, includedTaxes, quantities, estimated, closing };
  }
}

function ratedQuantity(measured: Measured): RatedQuantity {
  const byPeriod: Record<string, Fraction> = {};
  measured.periods.forEach((period, column) => {
    let sum = Fraction.ZERO;
    for (const row of measured.parts) sum = sum.plus(row[column] as Fraction);
    byPeriod[period] = sum;
  });
  const sources = measured.sources.map(storable);
  return { quantity: measured.quantity, total: measured.total, byPeriod, sources };
}

/** JSON has no bigints: the sums of a wide day row become text. */
function storable(source: Source): Source {
  if (source.kind !== "intervals" || typeof source.byDay[0] !== "bigint") return source;
  return { ...source, byDay: source.byDay.map(String) };
}
