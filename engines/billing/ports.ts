import type { Decimal } from "../kernel/decimal.ts";
import type { LocalDay, Zone } from "../kernel/zone.ts";

// What rating needs from outside. All days are local days of the tariff's zone (see kernel/zone.ts); spans are
// half-open: a bill from 1 May to 1 June holds all of May.

/** A value that holds from its day until the next entry's. Days rise. */
export interface DatedNumber {
  readonly from: LocalDay;
  readonly value: Decimal;
}

/** One reading of an index register, at the start of its day (the reading of the evening before). */
export interface IndexRead {
  readonly day: LocalDay;
  readonly index: Decimal;
  readonly estimated?: boolean;
}

/** An index register: its use is (last index − first index) × multiplier, read by read. */
export interface RegisterUsage {
  /** "energy", "export", "reactive", "volume", … */
  readonly quantity: string;
  /** The period that the register counts ("peak"); left out: the total. */
  readonly period?: string;
  readonly reads: readonly IndexRead[];
  readonly multiplier?: Decimal;
  /** Digits before the point of the counter: an index that is lower than the one before has run over. */
  readonly digits?: number;
}

/** A quantity known for a span as such: from a file of quantities, a fixed amount (定量), a correction (退补). */
export interface AmountUsage {
  readonly quantity: string;
  readonly period?: string;
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly amount: Decimal;
  readonly estimated?: boolean;
}

/** The values of one local day; null is missing. Integers below 2^42, or bigints where `wide`. */
export interface DayValues {
  readonly day: LocalDay;
  readonly values: ArrayLike<number | null> | ArrayLike<bigint | null>;
}

/** Interval data as day rows, days rising. A value is `values[i]` × 10^−`exponent` of `unit`. */
export interface IntervalUsage {
  readonly quantity: string;
  readonly zone: Zone;
  /** 5, 10, 15, 30, 60 … 1440; a day's row has its real length over it (23 or 25 hours where the clock changes). */
  readonly intervalMinutes: number;
  readonly exponent: number;
  /** `amount`: each value is a quantity of its interval (kWh). `power`: mean power over it (kW). */
  readonly kind: "amount" | "power";
  readonly days: readonly DayValues[];
  /** Values are bigints. */
  readonly wide?: boolean;
}

/** A maximum-demand register of the bill's period: already reset at its start. */
export interface DemandUsage {
  readonly quantity: string;
  readonly period?: string;
  /** kW or kVA, multiplier applied. */
  readonly value: Decimal;
  /** Day on which the register was read and reset: it counts for the bill that holds the days before. Left out: any bill. */
  readonly readDay?: LocalDay;
}

export interface Usage {
  readonly registers?: readonly RegisterUsage[];
  readonly amounts?: readonly AmountUsage[];
  readonly intervals?: readonly IntervalUsage[];
  readonly demands?: readonly DemandUsage[];
}

/** Prices of a market by interval, in the same day rows. */
export interface PriceSeries {
  readonly intervalMinutes: number;
  readonly exponent: number;
  readonly days: readonly DayValues[];
}

/** From when to when something holds: [from, until). Left out: always. */
interface Held {
  readonly from?: LocalDay;
  readonly until?: LocalDay;
}

/** An amount of one bill: of that in which the day lies. Left out: of each bill that is rated. */
interface OfBill {
  readonly on?: LocalDay;
  readonly amount: Decimal;
  /** As in the registers. */
  readonly period?: string;
}

/** A change of the measured quantity that the agreement lays down, in the order given. */
export type QuantityRule = { readonly quantity: string } & (
  | /** Transformer and line loss as a share of what was measured (高供低计 变损 线损). */
  ({ readonly kind: "loss-share"; readonly share: Decimal } & Held)
  /** The same as a fixed amount a month. */
  | ({ readonly kind: "loss-fixed"; readonly perMonth: Decimal } & Held)
  /** A fixed share of a mixed supply (定比). */
  | ({ readonly kind: "share"; readonly share: Decimal } & Held)
  /** A fixed amount a month in place of the measured one (定量). */
  | ({ readonly kind: "fixed"; readonly perMonth: Decimal } & Held)
  /** A fixed amount a month taken off: the rest of a supply of which another agreement bills a fixed part (定量). */
  | ({ readonly kind: "less-fixed"; readonly perMonth: Decimal } & Held)
  /** Sub-meters behind this main meter (主分表扣减). */
  | ({ readonly kind: "less" } & OfBill)
  /** Past use added or given back (退补电量). */
  | ({ readonly kind: "correction" } & OfBill)
);

/** What the agreement states. All of it may be left out where no charge asks for it. */
export interface AgreementTerms {
  /** First day of supply, for the limits of a first year. */
  readonly start?: LocalDay;
  /** For `when`: class, voltage, tags. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Dated numbers: capacity (kVA), contractDemand (kW), persons, area (m²), meters, calorificValue, … */
  readonly numbers?: Readonly<Record<string, readonly DatedNumber[]>>;
  /** "0.90", "0.85", "0.80", where the tariff leaves the standard to the agreement. */
  readonly powerFactorStandard?: Decimal;
  /** Percent in place of the table, where the utility has laid it down for this bill. */
  readonly powerFactorPercent?: Decimal;
  /** Day on which a year of minimum and maximum charges begins; left out: 1 January. */
  readonly yearStart?: { readonly month: number; readonly day: number };
  readonly quantityRules?: readonly QuantityRule[];
}

/** Peak of a past month, for ratchets. `month` counts months since year 0: year × 12 + (month − 1). */
export interface PastPeak {
  readonly month: number;
  readonly quantity: string;
  readonly period?: string;
  readonly value: Decimal;
}

/** What earlier bills leave to this one; `RatedBill.closing` is given to the next. */
export interface Opening {
  /** Use so far in the running window, by quantity (and ".period" where steps are by period). */
  readonly use?: Readonly<Record<string, { readonly window?: string; readonly quantity: Decimal }>>;
  readonly peaks?: readonly PastPeak[];
  /** Banked credit by quantity and period, oldest first; `month` as in PastPeak. */
  readonly bank?: Readonly<Record<string, readonly { readonly month: number; readonly quantity: Decimal }[]>>;
  /** Amounts of the running year by charge code, for limits by year. */
  readonly amounts?: Readonly<Record<string, { readonly window?: string; readonly amount: Decimal }>>;
}

/** A moment of the system's own peak: minutes since local midnight, as they passed. */
export interface PeakMoment {
  readonly day: LocalDay;
  readonly minute: number;
}

export interface RateInput {
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly usage: Usage;
  readonly agreement?: AgreementTerms;
  readonly opening?: Opening;
  readonly series?: Readonly<Record<string, PriceSeries>>;
  /** Moments of system peaks by name, for coincident demand. */
  readonly systemPeaks?: Readonly<Record<string, readonly PeakMoment[]>>;
  /** Months of the reading cycle that this bill closes; left out: reckoned from its days. */
  readonly cycleMonths?: number;
  /**
   * First day of the reading cycle in which this bill lies, for a first or last bill that is shorter than its cycle.
   * Left out: the bill's own first day where it runs for whole months, otherwise the first of its month.
   */
  readonly cycleStart?: LocalDay;
  /** Missing values count as zero instead of being refused. */
  readonly allowGaps?: boolean;
}
