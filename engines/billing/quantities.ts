import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { isoDay } from "../kernel/zone.ts";
import type { RatingContext } from "./context.ts";
import { takeCredits, validCredits } from "./credits.ts";
import { fail } from "./errors.ts";
import { measure } from "./measure.ts";
import type { Measured, Source } from "./measured.ts";
import { monthNumber } from "./months.ts";
import { netIntervals } from "./netting.ts";
import { shareOut, totalOf } from "./parts.ts";
import type { CompiledQuantity } from "./program.ts";
import type { CompiledSchedule } from "./schedule.ts";

/**
 * A quantity made from another: difference, factors, divisor, rounding, and what becomes of a negative result.
 * Undefined where the quantity it is made from was not measured.
 */
export function derive(
  rule: CompiledQuantity,
  schedule: CompiledSchedule | undefined,
  context: RatingContext,
): Measured | undefined {
  if (rule.nettingMinutes !== undefined) {
    const netted = netIntervals(rule, rule.nettingMinutes, context.input.usage.intervals ?? []);
    if (netted === undefined) return undefined;
    const input = { ...context.input, usage: { intervals: [netted] } };
    return measure(rule.name, schedule, input, context.segments);
  }
  const base = context.tryMeasured(rule.of, schedule);
  if (base === undefined) return undefined;
  const less = rule.minus === undefined ? undefined : context.tryMeasured(rule.minus, schedule);
  let parts = base.parts.map((row, segment) => {
    const factor = factorOn(rule, segment, context);
    return row.map((part, column) => {
      const taken = less?.parts[segment]?.[column];
      const net = taken === undefined ? part : part.minus(taken);
      return factor === undefined ? net : net.times(factor);
    });
  });
  const sources: Source[] = [...base.sources, ...(less?.sources ?? [])];
  if (rule.negative === "zero") {
    parts = parts.map((row) => row.map((part) => (part.isNegative ? Fraction.ZERO : part)));
  }
  if (rule.negative === "bank") parts = bank(rule, base.periods, parts, sources, context);
  if (rule.rounding !== "none") {
    const total = totalOf(parts);
    const rounded = Fraction.of(total.round(rule.rounding.place, rule.rounding.mode));
    parts = shareOut(parts, rounded.minus(total), -1);
    sources.push({ kind: "rule", rule: "rounding", period: "", amount: rounded.minus(total) });
  }
  return { quantity: rule.name, periods: base.periods, parts, total: totalOf(parts), sources };
}

function factorOn(rule: CompiledQuantity, segment: number, context: RatingContext): Fraction | undefined {
  if (rule.times.length === 0 && rule.dividedBy === undefined) return undefined;
  const { from } = context.segments[segment] as { from: number };
  let top = Decimal.ONE;
  let bottom = rule.dividedBy ?? Decimal.ONE;
  for (const factor of rule.times) {
    if (factor instanceof Decimal) {
      top = top.times(factor);
      continue;
    }
    const stated = context.tryNumber(factor.factor, from);
    if (stated === undefined) {
      throw fail("AGREEMENT_LACKS", { name: factor.factor, day: isoDay(from), code: rule.name });
    }
    const value = stated.plus(factor.plus);
    if (!factor.divides) top = top.times(value);
    else if (value.isZero) {
      throw fail("AGREEMENT_ZERO", { name: factor.factor, day: isoDay(from), code: rule.name });
    } else bottom = bottom.times(value);
  }
  return bottom === Decimal.ONE ? Fraction.of(top) : Fraction.ratio(top, bottom);
}

/**
 * Net metering: what a period fed in beyond its use is kept as credit in kWh and taken off later bills of the same
 * period, oldest first, until it expires.
 */
function bank(
  rule: CompiledQuantity,
  periods: readonly string[],
  parts: readonly (readonly Fraction[])[],
  sources: Source[],
  context: RatingContext,
): Fraction[][] {
  const month = monthNumber(context.input.from);
  let result = parts.map((row) => [...row]);
  periods.forEach((period, column) => {
    const key = period === "" ? rule.name : `${rule.name}.${period}`;
    let net = Fraction.ZERO;
    for (const row of result) net = net.plus(row[column] as Fraction);
    let left = validCredits(context.opening.bank?.[key], rule.bankMonths, month);
    if (net.isNegative) {
      left = [...left, { month, quantity: net.negated().toDecimal(12) }];
      result = result.map((row) => row.with(column, Fraction.ZERO));
      sources.push({ kind: "rule", rule: "bank", period, amount: net.negated() });
    } else if (left.length > 0) {
      const taken = takeCredits(left, net);
      left = taken.left;
      sources.push({ kind: "rule", rule: "bank", period, amount: taken.used.negated() });
      result = shareOut(result, taken.used.negated(), column);
    }
    context.closingBank[key] = [...left];
  });
  return result;
}
