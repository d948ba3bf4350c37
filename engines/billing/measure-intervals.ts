import { firstRow, runsOn } from "./interval-runs.ts";
import { type Found, MeasuredIntervals } from "./interval-sums.ts";
import { gap, type Measured, type Segment } from "./measured.ts";
import type { DayValues, IntervalUsage, RateInput } from "./ports.ts";
import type { CompiledSchedule } from "./schedule.ts";

/** Sums interval values by segment and period in one pass over integers. The sums of each day wait until they are asked for. */
export function measureIntervals(
  quantity: string,
  schedule: CompiledSchedule | undefined,
  usage: IntervalUsage,
  input: RateInput,
  segments: readonly Segment[],
): Measured {
  const width = schedule?.periods.length ?? 1;
  const found: Found = { seenDays: 0, values: 0, missing: 0, sums: [] };
  const isExact = usage.wide !== true && sumNarrow(usage, schedule, segments, width, found);
  const wideSums = isExact ? undefined : sumWide(usage, schedule, segments, width, found);
  const dayCount = input.to - input.from;
  if (found.seenDays < dayCount)
    found.missing += ((dayCount - found.seenDays) * 1440) / usage.intervalMinutes;
  if (found.missing > 0 && input.allowGaps !== true) {
    throw gap(quantity, input.from, input.to, found.missing);
  }
  return new MeasuredIntervals(quantity, usage, schedule, segments, found, wideSums ?? found.sums);
}

/** Gives false where a sum left the safe integers: then it must be made of bigints. */
function sumNarrow(
  usage: IntervalUsage,
  schedule: CompiledSchedule | undefined,
  segments: readonly Segment[],
  width: number,
  found: Found,
): boolean {
  const { days } = usage;
  const sums: number[] = [];
  for (let cell = segments.length * width; cell > 0; cell--) sums.push(0);
  found.sums = sums;
  let at = firstRow(days, (segments[0] as Segment).from);
  for (let segment = 0; segment < segments.length; segment++) {
    const { to } = segments[segment] as Segment;
    for (; at < days.length; at++) {
      const row = days[at] as DayValues;
      if (row.day >= to) break;
      const values = row.values as ArrayLike<number | null>;
      found.seenDays++;
      found.values += values.length;
      const runs = runsOn(usage, schedule, row.day, values.length);
      const missing = addDay(values, runs, sums, segment * width);
      if (missing < 0) return false;
      found.missing += missing;
    }
  }
  return true;
}

/** The hot loop: one addition a value, run by run. Gives the number of missing values, or −1 where a sum is no longer exact. */
function addDay(values: ArrayLike<number | null>, runs: Uint16Array, sums: number[], base: number): number {
  let missing = 0;
  for (let run = 0; run < runs.length; run += 3) {
    const end = runs[run + 1] as number;
    // Values are below 2^42 and a day has at most 1,440: the sum of a run is always exact.
    let sum = 0;
    let at = runs[run] as number;
    do {
      const value = values[at];
      if (value === null || value === undefined) missing++;
      else sum += value;
      at++;
    } while (at < end);
    const cell = base + (runs[run + 2] as number);
    sum += sums[cell] as number;
    if (sum > Number.MAX_SAFE_INTEGER || sum < Number.MIN_SAFE_INTEGER) return -1;
    sums[cell] = sum;
  }
  return missing;
}

function sumWide(
  usage: IntervalUsage,
  schedule: CompiledSchedule | undefined,
  segments: readonly Segment[],
  width: number,
  found: Found,
): bigint[] {
  const { days } = usage;
  const sums = new Array<bigint>(segments.length * width).fill(0n);
  found.seenDays = 0;
  found.values = 0;
  found.missing = 0;
  let at = firstRow(days, (segments[0] as Segment).from);
  segments.forEach(({ to }, segment) => {
    for (; at < days.length; at++) {
      const { day, values } = days[at] as DayValues;
      if (day >= to) break;
      found.seenDays++;
      found.values += values.length;
      found.missing += addDayWide(values, runsOn(usage, schedule, day, values.length), sums, segment * width);
    }
  });
  return sums;
}

function addDayWide(values: DayValues["values"], runs: Uint16Array, sums: bigint[], base: number): number {
  let missing = 0;
  for (let run = 0; run < runs.length; run += 3) {
    const cell = base + (runs[run + 2] as number);
    for (let at = runs[run] as number; at < (runs[run + 1] as number); at++) {
      const value = values[at];
      if (value === null || value === undefined) missing++;
      else sums[cell] = (sums[cell] as bigint) + BigInt(value);
    }
  }
  return missing;
}
