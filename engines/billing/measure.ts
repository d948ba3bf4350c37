import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { dayLengthMs, isoDay, type LocalDay } from "../kernel/zone.ts";
import { fail } from "./errors.ts";
import type { AmountUsage, DayValues, IntervalUsage, RateInput, RegisterUsage } from "./ports.ts";
import type { CompiledSchedule } from "./schedule.ts";

/** A part of the bill's period in which nothing of the tariff or agreement changes. */
export interface Segment {
  readonly from: LocalDay;
  readonly to: LocalDay;
}

/** Where a measured quantity comes from, for the derivation. */
export type Source =
  | {
      readonly kind: "register";
      readonly period: string;
      readonly from: LocalDay;
      readonly to: LocalDay;
      readonly startIndex: Decimal;
      readonly endIndex: Decimal;
      readonly multiplier: Decimal;
      readonly estimated: boolean;
    }
  | {
      readonly kind: "amount";
      readonly period: string;
      readonly from: LocalDay;
      readonly to: LocalDay;
      readonly amount: Decimal;
      readonly estimated: boolean;
    }
  | {
      readonly kind: "intervals";
      readonly from: LocalDay;
      readonly to: LocalDay;
      readonly intervalMinutes: number;
      readonly values: number;
      readonly missing: number;
      /** Quantity of each day in units of 10^−exponent, period after period: what "by day" unfolds to. */
      readonly exponent: number;
      readonly byDay: readonly (number | bigint | string)[];
      readonly periods: readonly string[];
    }
  | { readonly kind: "rule"; readonly rule: string; readonly period: string; readonly amount: Fraction };

/** A quantity of the bill by segment and period. */
export interface Measured {
  readonly quantity: string;
  readonly periods: readonly string[];
  /** [segment][period]. */
  readonly parts: readonly (readonly Fraction[])[];
  readonly total: Fraction;
  readonly sources: readonly Source[];
}

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

/** Sums interval values by day and period in one pass over integers; everything above days is made of these sums. */
function measureIntervals(
  quantity: string,
  schedule: CompiledSchedule | undefined,
  usage: IntervalUsage,
  input: RateInput,
  segments: readonly Segment[],
): Measured {
  const { days, intervalMinutes } = usage;
  const width = schedule === undefined ? 1 : schedule.periods.length;
  const dayCount = input.to - input.from;
  const normal = 1440 / intervalMinutes;
  const whole = schedule === undefined ? Uint16Array.of(0, normal, 0) : undefined;
  const wide = usage.wide === true;
  const sums = new Array<number>(wide ? 0 : dayCount * width).fill(0);
  const wideSums = new Array<bigint>(wide ? dayCount * width : 0).fill(0n);
  let missing = 0;
  let count = 0;
  let seenDays = 0;
  for (let at = firstRow(days, input.from); at < days.length; at++) {
    const { day, values } = days[at] as DayValues;
    if (day >= input.to) break;
    seenDays++;
    count += values.length;
    const base = (day - input.from) * width;
    const runs =
      values.length === normal
        ? (whole ?? (schedule as CompiledSchedule).planOf(day).runs(intervalMinutes))
        : runsOfChangeDay(usage, schedule, day, values.length);
    missing += wide
      ? addWide(values as ArrayLike<bigint | null>, runs, wideSums, base)
      : addDay(values as ArrayLike<number | null>, runs, sums, base);
  }
  if (seenDays < dayCount) missing += (dayCount - seenDays) * normal;
  if (missing > 0 && input.allowGaps !== true) throw gap(quantity, input.from, input.to, missing);
  const source: Source = {
    kind: "intervals",
    from: input.from,
    to: input.to,
    intervalMinutes,
    values: count,
    missing,
    exponent: usage.exponent,
    byDay: wide ? wideSums : sums,
    periods: schedule?.periods ?? TOTAL_ONLY,
  };
  return intervalsMeasured(quantity, usage, source, segments);
}

const TOTAL_ONLY: readonly string[] = [""];

/** Runs of a day that is not as long as others; throws USAGE_DAY_LENGTH where the zone's day is not so long either. */
export function runsOfChangeDay(
  usage: IntervalUsage,
  schedule: CompiledSchedule | undefined,
  day: LocalDay,
  found: number,
): Uint16Array {
  const { zone, intervalMinutes, quantity } = usage;
  const expected = Math.ceil(dayLengthMs(zone, day) / (intervalMinutes * 60_000));
  if (found !== expected) throw fail("USAGE_DAY_LENGTH", { quantity, day: isoDay(day), found, expected });
  return schedule?.runsOnChangeDay(zone, day, intervalMinutes) ?? Uint16Array.of(0, found, 0);
}

function firstRow(days: readonly DayValues[], from: LocalDay): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] as DayValues).day < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The hot loop: one addition a value, run by run. Gives the number of missing values. */
function addDay(values: ArrayLike<number | null>, runs: Uint16Array, sums: number[], base: number): number {
  let missing = 0;
  for (let run = 0; run < runs.length; run += 3) {
    const end = runs[run + 1] as number;
    let sum = 0;
    for (let at = runs[run] as number; at < end; at++) {
      const value = values[at];
      if (value === null || value === undefined) missing++;
      else sum += value;
    }
    const cell = base + (runs[run + 2] as number);
    sums[cell] = (sums[cell] as number) + sum;
  }
  return missing;
}

function addWide(values: ArrayLike<bigint | null>, runs: Uint16Array, sums: bigint[], base: number): number {
  let missing = 0;
  for (let run = 0; run < runs.length; run += 3) {
    const end = runs[run + 1] as number;
    let sum = 0n;
    for (let at = runs[run] as number; at < end; at++) {
      const value = values[at];
      if (value === null || value === undefined) missing++;
      else sum += value;
    }
    const cell = base + (runs[run + 2] as number);
    sums[cell] = (sums[cell] as bigint) + sum;
  }
  return missing;
}

function intervalsMeasured(
  quantity: string,
  usage: IntervalUsage,
  source: Extract<Source, { kind: "intervals" }>,
  segments: readonly Segment[],
): Measured {
  const { byDay, periods } = source;
  const width = periods.length;
  const parts: Fraction[][] = [];
  let total = Fraction.ZERO;
  for (const { from, to } of segments) {
    const row: Fraction[] = [];
    for (let column = 0; column < width; column++) {
      const first = (from - source.from) * width + column;
      const end = (to - source.from) * width;
      const units =
        usage.wide === true ? sumWide(byDay, first, end, width) : sumNarrow(byDay, first, end, width);
      const part = quantityOf(Decimal.fromUnits(units, usage.exponent), usage);
      row.push(part);
      total = total.plus(part);
    }
    parts.push(row);
  }
  return { quantity, periods, parts, total, sources: [source] };
}

function sumNarrow(byDay: readonly unknown[], first: number, end: number, step: number): number {
  let units = 0;
  for (let cell = first; cell < end; cell += step) units += byDay[cell] as number;
  return units;
}

function sumWide(byDay: readonly unknown[], first: number, end: number, step: number): bigint {
  let units = 0n;
  for (let cell = first; cell < end; cell += step) units += byDay[cell] as bigint;
  return units;
}

/** A mean power over an interval is a quantity of minutes/60 of it; the division stays open. */
function quantityOf(sum: Decimal, usage: IntervalUsage): Fraction {
  if (usage.kind === "amount" || usage.intervalMinutes === 60) return Fraction.of(sum);
  return Fraction.ratio(sum.times(Decimal.of(usage.intervalMinutes)), SIXTY);
}

const SIXTY = Decimal.of(60);

function gap(quantity: string, from: LocalDay, to: LocalDay, missing: number) {
  return fail("USAGE_GAP", { quantity, from: isoDay(from), to: isoDay(to), missing });
}
