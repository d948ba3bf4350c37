import { dayOfDate, dayOfMonthOf, monthOf, monthsLater, packedDate, yearOf } from "../kernel/civil.ts";
import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import type { LocalDay } from "../kernel/zone.ts";

/** Year × 12 + month − 1: months in a row. */
export function monthNumber(day: LocalDay): number {
  const packed = packedDate(day);
  return yearOf(packed) * 12 + monthOf(packed) - 1;
}

/**
 * Months in [from, to) counted from `anchor`: each month of the grid anchor, anchor + 1 month, … gives the share of
 * its days. Additive: the parts of a span sum to the span.
 */
export function monthsOnGrid(anchor: LocalDay, from: LocalDay, to: LocalDay): Fraction {
  let whole = 0;
  let total = Fraction.ZERO;
  for (let step = wholeStepsBetween(anchor, from), start = monthsLater(anchor, step); start < to; step++) {
    const next = monthsLater(anchor, step + 1);
    const days = Math.min(next, to) - Math.max(start, from);
    if (days === next - start) whole++;
    else if (days > 0) total = total.plus(Fraction.ratio(Decimal.of(days), Decimal.of(next - start)));
    start = next;
  }
  return whole === 0 ? total : total.plus(Fraction.of(Decimal.of(whole)));
}

/** Months of the grid that lie wholly before a day, so that a far anchor is not walked from. */
function wholeStepsBetween(anchor: LocalDay, day: LocalDay): number {
  return Math.max(0, monthNumber(day) - monthNumber(anchor) - 1);
}

/** The whole number of months nearest to [from, to), where it differs by at most `toleranceDays`; otherwise undefined. */
export function wholeMonths(from: LocalDay, to: LocalDay, toleranceDays: number): number | undefined {
  const about = Math.round((to - from) / 30.44);
  if (about > 0 && monthsLater(from, about) === to) return about;
  let best: number | undefined;
  let bestOff = toleranceDays + 1;
  for (let months = Math.max(1, about - 1); months <= about + 1; months++) {
    const off = Math.abs(monthsLater(from, months) - to);
    if (off < bestOff) {
      best = months;
      bestOff = off;
    }
  }
  return best;
}

/** A label for the window of a year that begins on `month`-`day`: the year in which it begins, "2026". */
export function yearWindow(day: LocalDay, month: number, dayOfMonth: number): number {
  const packed = packedDate(day);
  const before = monthOf(packed) < month || (monthOf(packed) === month && dayOfMonthOf(packed) < dayOfMonth);
  return yearOf(packed) - (before ? 1 : 0);
}

/** The day in a year; 29 February becomes 1 March where the year has none. */
export function dayInYear(year: number, month: number, dayOfMonth: number): LocalDay {
  return dayOfDate(year, month, dayOfMonth);
}

export function parseMonthDay(text: string): { readonly month: number; readonly day: number } {
  return { month: Number(text.slice(0, 2)), day: Number(text.slice(3, 5)) };
}
