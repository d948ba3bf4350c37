import type { Decimal } from "../kernel/decimal.ts";
import type { Words } from "../kernel/errors.ts";
import { Fraction } from "../kernel/fraction.ts";
import { minorUnits } from "../kernel/money.ts";
import type { LocalDay } from "../kernel/zone.ts";
import { ENDLESS_PLACES, type RatedLine } from "./line.ts";
import { type Measured, type Source, storable } from "./measured.ts";
import type { Opening } from "./ports.ts";

// The result of rating. Decimals and fractions turn into strings in JSON by themselves, so a bill can be stored as it is.

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
