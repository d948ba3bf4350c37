import type { ContractRule, Ratchet, RoundingStep } from "#schema/blueprint/tariff/charges.ts";
import type { Season } from "#schema/blueprint/tariff/schedule.ts";
import type { Tariff } from "#schema/blueprint/tariff/schema.ts";
import type { Decimal } from "../kernel/decimal.ts";
import type { Words } from "../kernel/errors.ts";
import type { Expression } from "../kernel/expression.ts";
import type { LocalDay } from "../kernel/zone.ts";
import type { Dated } from "./dated.ts";
import type { CompiledSchedule } from "./schedule.ts";

// A tariff after compiling: texts are decimals, names are numbers, dates are days. Nothing here changes after compile.

/** A price of one period: a dated decimal, or a market series. */
export type CompiledPrice =
  | { readonly kind: "dated"; readonly dated: Dated<Decimal> }
  | { readonly kind: "series"; readonly series: string; readonly times: Decimal; readonly plus: Decimal };

export type StepUnit = "window" | "day" | "kW" | "kW-day" | "kVA" | "person";

export interface CompiledStep {
  /** Undefined: open above. */
  readonly upTo: Dated<Decimal> | undefined;
  readonly per: StepUnit;
  readonly cap: { readonly upTo: Dated<Decimal>; readonly per: StepUnit } | undefined;
  readonly price: CompiledPrice;
}

export interface CompiledHousehold {
  /** Widening of step `step` in a household of `persons`. */
  widening(step: number, persons: Decimal): Decimal;
}

export interface CompiledTiers {
  readonly window: "bill" | "month" | "year" | "calendar-month";
  readonly yearStart: { readonly month: number; readonly day: number };
  readonly firstYear: "months" | "whole";
  readonly by: "total" | "period";
  readonly order: "share" | "chronological";
  /** Steps of each period, low to high. One entry without a schedule. */
  readonly steps: readonly (readonly CompiledStep[])[];
  /** All periods have the same limits. */
  readonly sameLimits: boolean;
  /** Limits are the same on every day of every agreement; then they stand here. */
  readonly constantLimits: readonly Decimal[] | undefined;
  readonly household: CompiledHousehold | undefined;
}

export interface CompiledCommon {
  readonly code: string;
  readonly label: Words;
  readonly group: string | undefined;
  readonly when: Expression | undefined;
  /** Quantities whose use `when` asks for. */
  readonly uses: readonly string[];
  readonly from: LocalDay;
  readonly until: LocalDay;
  readonly seasons: readonly Dated<Season>[] | undefined;
  readonly rounding: RoundingStep;
  readonly optional: boolean;
  /** Never restricted in time and without condition: applies to every segment. */
  readonly alwaysActive: boolean;
}

export interface EnergyCharge extends CompiledCommon {
  readonly type: "energy";
  readonly quantity: string;
  readonly unit: string;
  readonly schedule: CompiledSchedule | undefined;
  /** By period; one entry without a schedule. Empty where tiers give the prices. */
  readonly prices: readonly CompiledPrice[];
  /** No price comes from a market series. */
  readonly allDated: boolean;
  /** Numbers of the periods: 0, 1, … */
  readonly columns: readonly number[];
  /** Codes of the lines by period and step; step 0 is a line without steps. */
  readonly codes: readonly (readonly string[])[];
  /** Labels of the same lines: the charge's own with period and step. */
  readonly labels: readonly (readonly Words[])[];
  readonly tiers: CompiledTiers | undefined;
}

export interface LoadDiscount {
  readonly kwhPerKva: Decimal;
  readonly times: Decimal;
}

export interface DemandCharge extends CompiledCommon {
  readonly type: "demand";
  readonly quantity: string;
  readonly unit: string;
  readonly schedule: CompiledSchedule | undefined;
  readonly windowMinutes: number | undefined;
  readonly steps: readonly (readonly CompiledStep[])[];
  readonly contract: Dated<CompiledContract> | undefined;
  readonly ratchet: CompiledRatchet | undefined;
  readonly minimum: Dated<Decimal> | undefined;
  readonly coincident: { readonly peaks: string; readonly take: "mean" | "highest" } | undefined;
  readonly per: "month" | "day";
  readonly monthDays: "actual" | "30";
  readonly loadDiscount: Dated<LoadDiscount> | undefined;
}

export interface CompiledContract {
  readonly floor: Decimal;
  readonly ceiling: Decimal;
  readonly times: Decimal;
  readonly within: ContractRule["within"];
  readonly excessFrom: ContractRule["excessFrom"];
}

export interface CompiledRatchet {
  /** Share by calendar month of the bill, January first. */
  readonly shares: readonly Decimal[];
  readonly months: number;
  readonly peaksOf: Ratchet["peaksOf"];
}

export interface StandingCharge extends CompiledCommon {
  readonly type: "standing";
  readonly basis: string | undefined;
  readonly unit: string;
  readonly price: Dated<Decimal>;
  readonly per: "month" | "day" | "bill" | "year";
  readonly prorate: "day" | "none";
  readonly monthDays: "actual" | "30";
  readonly loadDiscount: Dated<LoadDiscount> | undefined;
}

export interface PowerFactorCharge extends CompiledCommon {
  readonly type: "power-factor";
  readonly of: readonly string[];
  readonly standard: Decimal | "agreement";
  readonly table: "CN-1983" | readonly { readonly from: Decimal; readonly percent: Decimal }[];
  readonly active: string;
  readonly reactive: string;
}

export interface PercentageCharge extends CompiledCommon {
  readonly type: "percentage";
  readonly of: readonly string[];
  readonly percent: Dated<Decimal>;
  readonly included: boolean;
}

export interface LimitCharge extends CompiledCommon {
  readonly type: "limit";
  readonly of: readonly string[];
  readonly bound: "minimum" | "maximum";
  readonly amount: Dated<Decimal>;
  readonly basis: string | undefined;
  readonly per: "bill" | "month" | "day" | "year";
  readonly carry: { readonly months: number | undefined } | undefined;
}

export interface PointsCharge extends CompiledCommon {
  readonly type: "points";
  readonly earn:
    | {
        readonly kind: "use";
        readonly quantity: string;
        readonly schedule: CompiledSchedule | undefined;
        readonly period: string | undefined;
        readonly perUnit: Decimal;
      }
    | { readonly kind: "money"; readonly of: readonly string[]; readonly perMoney: Decimal };
  readonly redeem: {
    readonly of: readonly string[];
    readonly value: Decimal;
    readonly step: number;
    readonly maxShare: Decimal;
  };
  readonly expireMonths: number | undefined;
}

export type CompiledCharge =
  | EnergyCharge
  | DemandCharge
  | StandingCharge
  | PowerFactorCharge
  | PercentageCharge
  | LimitCharge
  | PointsCharge;

/** A factor of a derived quantity: constant, or a number of the agreement (+ `plus`) that multiplies or divides. */
export type CompiledFactor =
  | Decimal
  | { readonly factor: string; readonly plus: Decimal; readonly divides: boolean };

export interface CompiledQuantity {
  readonly name: string;
  readonly of: string;
  readonly unit: string;
  readonly minus: string | undefined;
  readonly nettingMinutes: number | undefined;
  readonly negative: "keep" | "zero" | "bank";
  readonly bankMonths: number | undefined;
  readonly times: readonly CompiledFactor[];
  readonly dividedBy: Decimal | undefined;
  readonly rounding: RoundingStep;
}

export interface TariffProgram {
  readonly tariff: Tariff;
  readonly currency: string;
  readonly charges: readonly CompiledCharge[];
  readonly quantities: ReadonlyMap<string, CompiledQuantity>;
  readonly lineRounding: RoundingStep;
  readonly billRounding: RoundingStep;
  readonly periodToleranceDays: number;
  /** Days on which some price, limit or rule changes, rising. */
  readonly changeDays: readonly LocalDay[];
  /** Days of every year on which a season or a window begins (the first day of what follows). */
  readonly yearlyEdges: readonly { readonly month: number; readonly day: number }[];
  /** Some charge looks at past peaks. */
  readonly looksBack: boolean;
}
