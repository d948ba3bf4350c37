import { monthsLater } from "../kernel/civil.ts";
import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import type { LocalDay } from "../kernel/zone.ts";
import type { RatingContext } from "./context.ts";
import { monthsOnGrid } from "./months.ts";

const THIRTY = Decimal.of(30);
const TWELVE = Decimal.of(12);

/**
 * How many months [from, to) counts for an amount by month. The whole bill counts the cycle's months, where they are
 * given, or its whole months. Otherwise days count: as their share of each month ("actual"), or 1/30 each ("30",
 * 供电营业规则: 按日计算, 为月基本电费的三十分之一).
 */
export function monthsFor(
  from: LocalDay,
  to: LocalDay,
  monthDays: "actual" | "30",
  context: RatingContext,
): Fraction {
  const { input } = context;
  if (from === input.from && to === input.to && input.cycleMonths !== undefined) {
    return Fraction.of(Decimal.of(input.cycleMonths));
  }
  const about = Math.round((to - from) / 30.44);
  if (about > 0 && monthsLater(from, about) === to) return Fraction.of(Decimal.of(about));
  if (monthDays === "30") return Fraction.ratio(Decimal.of(to - from), THIRTY);
  return monthsOnGrid(context.anchor, from, to);
}

/** The number by which an amount "per …" is multiplied for [from, to). */
export function timesFor(
  per: "month" | "day" | "bill" | "year",
  from: LocalDay,
  to: LocalDay,
  monthDays: "actual" | "30",
  context: RatingContext,
): Fraction {
  switch (per) {
    case "bill":
      // A bill that is cut into parts is still one bill.
      return Fraction.ratio(Decimal.of(to - from), Decimal.of(context.days));
    case "day":
      return Fraction.of(Decimal.of(to - from));
    case "month":
      return monthsFor(from, to, monthDays, context);
    case "year":
      return monthsFor(from, to, monthDays, context).times(Fraction.ratio(Decimal.ONE, TWELVE));
  }
}

/** A run of neighbouring segments on which a value stays the same: proration sees no change where nothing changed. */
export interface Run<Value> {
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly value: Value;
}

/** Joins neighbouring segments of equal value; segments without a value are left out. */
export function runsOf<Value>(
  context: RatingContext,
  active: readonly boolean[] | undefined,
  valueAt: (day: LocalDay) => Value,
  same: (a: Value, b: Value) => boolean,
): Run<Value>[] {
  const runs: { from: LocalDay; to: LocalDay; value: Value }[] = [];
  context.segments.forEach(({ from, to }, at) => {
    if (active !== undefined && active[at] !== true) return;
    const value = valueAt(from);
    const last = runs[runs.length - 1];
    if (last !== undefined && last.to === from && same(last.value, value)) last.to = to;
    else runs.push({ from, to, value });
  });
  return runs;
}
