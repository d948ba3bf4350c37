import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { dayLengthMs, isoDay, type LocalDay } from "../kernel/zone.ts";
import { fail } from "./errors.ts";
import { gap, type Measured, type Segment, type Source } from "./measured.ts";
import type { DayValues, IntervalUsage, RateInput } from "./ports.ts";
import type { CompiledSchedule } from "./schedule.ts";

/** Sums interval values by day and period in one pass over integers; everything above days is made of these sums. */
export function measureIntervals(
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
