import { monthsLater } from "../kernel/civil.ts";
import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { isoDay, type LocalDay } from "../kernel/zone.ts";
import type { RatingContext } from "./context.ts";
import { type Dated, valueOn } from "./dated.ts";
import { fail } from "./errors.ts";
import { dayInYear, monthsOnGrid, yearWindow } from "./months.ts";
import type { CompiledStep, CompiledTiers, StepUnit } from "./program.ts";

/** The part of a bill whose use fills the same steps. */
export interface TierWindow {
  /** "2026" for a year, "2026-07" for a month; empty for a window that ends with the bill. */
  readonly label: string;
  readonly isFirst: boolean;
  /** Numbers of the segments in it. */
  readonly segments: readonly number[];
}

/** One window for a bill; one for each year where use adds up by year. Only segments on which the charge applies. */
export function windowsOf(
  tiers: CompiledTiers,
  active: readonly boolean[] | undefined,
  context: RatingContext,
): TierWindow[] {
  const windows: { label: string; isFirst: boolean; segments: number[] }[] = [];
  context.segments.forEach(({ from }, at) => {
    if (active !== undefined && active[at] !== true) return;
    const label = labelOf(tiers, from);
    const last = windows[windows.length - 1];
    if (last?.label === label) last.segments.push(at);
    else windows.push({ label, isFirst: windows.length === 0, segments: [at] });
  });
  return windows;
}

function labelOf({ window, yearStart }: CompiledTiers, day: LocalDay): string {
  if (window === "year") return String(yearWindow(day, yearStart.month, yearStart.day));
  return window === "calendar-month" ? isoDay(day).slice(0, 7) : "";
}

/** Whether use adds up from bill to bill. */
export function accumulates({ window }: CompiledTiers): boolean {
  return window === "year" || window === "calendar-month";
}

/**
 * The upper limits of the steps for one window of one bill. A limit that changes inside the window (dated, persons)
 * counts by the days, in a year by the months, on which it held.
 */
export function limitsOf(
  charge: { readonly code: string },
  tiers: CompiledTiers,
  column: number,
  window: TierWindow,
  context: RatingContext,
): Fraction[] {
  const steps = tiers.steps[column] as readonly CompiledStep[];
  if (steps.length === 1) return [];
  const limits =
    tiers.window === "year"
      ? yearLimits(charge, tiers, steps, window, context)
      : billLimits(charge, tiers, steps, window, context);
  for (let at = 1; at < limits.length; at++) {
    const below = limits[at - 1] as Fraction;
    if ((limits[at] as Fraction).compare(below) >= 0) continue;
    // Limits in hours of use move with the demand: a step that falls below the one before it holds nothing.
    if (steps.some(({ per, cap }) => per !== "window" || cap !== undefined)) limits[at] = below;
    else throw fail("TARIFF_STEPS_CROSSED", { code: charge.code, day: isoDay(context.input.from) });
  }
  return limits;
}

function billLimits(
  charge: { readonly code: string },
  tiers: CompiledTiers,
  steps: readonly CompiledStep[],
  window: TierWindow,
  context: RatingContext,
): Fraction[] {
  const covered = window.segments.length === context.segments.length && tiers.window !== "calendar-month";
  const scale = tiers.window === "month" ? context.months : Fraction.ONE;
  if (tiers.constantLimits !== undefined && covered && tiers.sameLimits) {
    return tiers.constantLimits.map((limit) => scale.timesDecimal(limit));
  }
  if (tiers.window === "calendar-month") {
    // The month's limits stand, however little of the month this bill holds.
    const { from } = context.segments[window.segments[0] as number] as { from: LocalDay };
    return steps.slice(0, -1).map((step, at) => limitOn(charge, limitOfStep(step), at, tiers, from, context));
  }
  const bill = Decimal.of(context.days);
  const overWindow = (limit: StepLimit, at: number): Fraction => {
    let sum = Fraction.ZERO;
    for (const number of window.segments) {
      const { from, to } = context.segments[number] as { from: LocalDay; to: LocalDay };
      const days = Decimal.of(to - from);
      // A limit by day counts each day; all others are for the window and held for days/bill of it.
      const held = isDaily(limit)
        ? Fraction.of(days)
        : to - from === context.days
          ? scale
          : scale.times(Fraction.ratio(days, bill));
      sum = sum.plus(held.times(limitOn(charge, limit, at, tiers, from, context)));
    }
    return sum;
  };
  return steps.slice(0, -1).map((step, at) => {
    const own = step.upTo === undefined ? undefined : overWindow({ upTo: step.upTo, per: step.per }, at);
    const cap = step.cap === undefined ? undefined : overWindow(step.cap, at);
    return own === undefined ? (cap as Fraction) : cap === undefined ? own : own.min(cap);
  });
}

function limitOfStep({ upTo, per, cap }: CompiledStep): StepLimit {
  return (upTo === undefined ? cap : { upTo, per }) as StepLimit;
}

/** A limit and what it is counted in. */
interface StepLimit {
  readonly upTo: Dated<Decimal>;
  readonly per: StepUnit;
}

const TWELVE = Decimal.of(12);

function yearLimits(
  charge: { readonly code: string },
  tiers: CompiledTiers,
  steps: readonly CompiledStep[],
  window: TierWindow,
  context: RatingContext,
): Fraction[] {
  if (tiers.constantLimits !== undefined && tiers.sameLimits)
    return tiers.constantLimits.map((limit) => Fraction.of(limit));
  const first = dayInYear(Number(window.label), tiers.yearStart.month, tiers.yearStart.day);
  const months = Array.from({ length: 12 }, (_, at) => monthsLater(first, at));
  const share = firstYearShare(tiers, first, context.agreement.start);
  return steps.slice(0, -1).map((step, at) => {
    const limit = limitOfStep(step);
    const values = months.map((day) => limitOn(charge, limit, at, tiers, day, context));
    const start = values[0] as Fraction;
    let sum = Fraction.ZERO;
    let same = true;
    for (const value of values) {
      sum = sum.plus(value);
      same &&= value.compare(start) === 0;
    }
    const whole = same ? start : sum.times(Fraction.ratio(Decimal.ONE, TWELVE));
    return share === undefined ? whole : whole.times(share);
  });
}

/** Months of supply in a first year ÷ 12; a month that has begun counts. */
function firstYearShare(
  tiers: CompiledTiers,
  first: LocalDay,
  start: LocalDay | undefined,
): Fraction | undefined {
  if (tiers.firstYear === "whole" || start === undefined || start <= first) return undefined;
  const end = monthsLater(first, 12);
  if (start >= end) return undefined;
  const gone = monthsOnGrid(first, first, start);
  return Fraction.ratio(TWELVE.minus(gone.round(0, "down")), TWELVE);
}

function isDaily({ per }: StepLimit): boolean {
  return per === "day" || per === "kW-day";
}

function limitOn(
  charge: { readonly code: string },
  step: StepLimit,
  at: number,
  tiers: CompiledTiers,
  day: LocalDay,
  context: RatingContext,
): Fraction {
  // A month of the year before a first dated limit takes that first limit.
  const base = valueOn(step.upTo, day) ?? (step.upTo.values[0] as Decimal);
  let limit = Fraction.of(base);
  if (tiers.household !== undefined) {
    const persons = context.tryNumber("persons", day);
    if (persons !== undefined) limit = limit.plus(Fraction.of(tiers.household.widening(at, persons)));
  }
  switch (step.per) {
    case "window":
    case "day":
      return limit;
    case "kVA":
      return limit.timesDecimal(context.number("capacity", day, charge.code));
    case "person":
      return limit.timesDecimal(context.number("persons", day, charge.code));
    case "kW":
    case "kW-day":
      return limit.times(context.billingDemand(charge.code));
  }
}
