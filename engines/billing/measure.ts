import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { isoDay, type LocalDay } from "../kernel/zone.ts";
import { fail } from "./errors.ts";
import { measureIntervals } from "./measure-intervals.ts";
import { gap, type Measured, type Segment, type Source } from "./measured.ts";
import type { AmountUsage, RateInput, RegisterUsage } from "./ports.ts";
import type { CompiledSchedule } from "./schedule.ts";

/**
 * Brings the usage of one quantity into the periods of a schedule and the segments of a bill.
 * Registers and amounts come before intervals: intervals bill where nothing else is given. An amount over a span is
 * spread evenly over its days. Undefined where there is no usage of that quantity at all.
 */
export function measure(
  quantity: string,
  schedule: CompiledSchedule | undefined,
  input: RateInput,
  segments: readonly Segment[],
): Measured | undefined {
  const { registers, amounts, intervals } = input.usage;
  let indexed: Spread[] | undefined;
  if (registers !== undefined) {
    for (const register of registers) {
      if (register.quantity === quantity) indexed = spreadsOf(register, input, indexed ?? []);
    }
  }
  if (amounts !== undefined) {
    for (const amount of amounts) {
      if (amount.quantity === quantity && amount.from < input.to && amount.to > input.from) {
        indexed ??= [];
        indexed.push(spreadOfAmount(amount));
      }
    }
  }
  if (indexed !== undefined) {
    if (input.allowGaps !== true && registers !== undefined) checkCoverage(quantity, registers, input);
    return measureSpreads(quantity, schedule, indexed, segments);
  }
  const rows = intervals?.find((usage) => usage.quantity === quantity);
  return rows === undefined ? undefined : measureIntervals(quantity, schedule, rows, input, segments);
}

/** An amount over a span of days. */
interface Spread {
  readonly period: string;
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly amount: Decimal;
  readonly source: Source;
}

function spreadsOf(register: RegisterUsage, input: RateInput, into: Spread[]): Spread[] {
  const { reads } = register;
  const period = register.period ?? "";
  const multiplier = register.multiplier ?? Decimal.ONE;
  for (let at = 1; at < reads.length; at++) {
    const start = reads[at - 1] as (typeof reads)[number];
    const end = reads[at] as (typeof reads)[number];
    if (end.day <= input.from || start.day >= input.to) continue;
    let used = end.index.minus(start.index);
    if (used.isNegative && register.digits !== undefined) {
      used = used.plus(Decimal.fromUnits(10n ** BigInt(register.digits), 0));
    }
    if (used.isNegative) {
      throw fail("USAGE_INDEX_BACKWARDS", {
        quantity: register.quantity,
        start: start.index.toString(),
        end: end.index.toString(),
        day: isoDay(end.day),
      });
    }
    into.push({
      period,
      from: start.day,
      to: end.day,
      amount: multiplier === Decimal.ONE ? used : used.times(multiplier),
      source: {
        kind: "register",
        period,
        from: start.day,
        to: end.day,
        startIndex: start.index,
        endIndex: end.index,
        multiplier,
        estimated: start.estimated === true || end.estimated === true,
      },
    });
  }
  return into;
}

/** The reads of each period's registers must reach over the whole bill; a meter that was exchanged is two registers. */
function checkCoverage(quantity: string, registers: readonly RegisterUsage[], input: RateInput): void {
  const own = registers.filter((register) => register.quantity === quantity);
  for (const { period } of own) {
    const spans = own
      .filter((register) => register.period === period && register.reads.length > 0)
      .map(({ reads }) => [reads[0]?.day ?? 0, reads[reads.length - 1]?.day ?? 0] as const)
      .sort(([a], [b]) => a - b);
    let reached = input.from;
    for (const [first, last] of spans) {
      if (first > reached) break;
      if (last > reached) reached = last;
    }
    if (reached < input.to) throw gap(quantity, reached, input.to, 1);
  }
}

function spreadOfAmount(usage: AmountUsage): Spread {
  const { period = "", from, to, amount, estimated = false } = usage;
  return { period, from, to, amount, source: { kind: "amount", period, from, to, amount, estimated } };
}

/**
 * With a schedule the periods' own registers count; where only a total stands and the schedule has one period, that
 * is it. Without a schedule the total's register counts, and where there is none, the periods' registers together.
 */
function measureSpreads(
  quantity: string,
  schedule: CompiledSchedule | undefined,
  spreads: readonly Spread[],
  segments: readonly Segment[],
): Measured {
  const periods = schedule?.periods ?? [""];
  const hasTotal = spreads.some(({ period }) => period === "");
  const hasParts = spreads.some(({ period }) => period !== "");
  const parts: Fraction[][] = segments.map(() => periods.map(() => Fraction.ZERO));
  const sources: Source[] = [];
  const seen = new Set<number>();
  for (const spread of spreads) {
    let column: number;
    if (schedule === undefined) {
      if (spread.period !== "" && hasTotal) continue;
      column = 0;
    } else if (spread.period === "") {
      if (hasParts || periods.length > 1) continue;
      column = 0;
    } else {
      column = periods.indexOf(spread.period);
      if (column < 0) {
        if (spread.amount.isZero) continue;
        throw fail("USAGE_PERIOD_UNKNOWN", { quantity, period: spread.period, schedule: schedule.name });
      }
    }
    seen.add(column);
    sources.push(spread.source);
    spreadOver(spread, segments, parts, column);
  }
  if (schedule !== undefined && (seen.size === 0 || (seen.size < periods.length && !hasParts))) {
    const period = periods.find((_, at) => !seen.has(at)) ?? "";
    throw fail("USAGE_PERIODS_MISSING", { quantity, period, schedule: schedule.name });
  }
  let total = Fraction.ZERO;
  for (const row of parts) for (const part of row) total = total.plus(part);
  return { quantity, periods, parts, total, sources };
}

function spreadOver(spread: Spread, segments: readonly Segment[], parts: Fraction[][], column: number): void {
  const days = spread.to - spread.from;
  for (let at = 0; at < segments.length; at++) {
    const { from, to } = segments[at] as Segment;
    const overlap = Math.min(to, spread.to) - Math.max(from, spread.from);
    if (overlap <= 0) continue;
    const share =
      overlap === days
        ? Fraction.of(spread.amount)
        : Fraction.ratio(spread.amount.times(Decimal.of(overlap)), Decimal.of(days));
    const row = parts[at] as Fraction[];
    row[column] = (row[column] as Fraction).plus(share);
  }
}
