import { dayLengthMs, isoDay, type LocalDay } from "../kernel/zone.ts";
import { fail } from "./errors.ts";
import type { DayValues, IntervalUsage } from "./ports.ts";
import type { CompiledSchedule } from "./schedule.ts";

// Which intervals of a day row belong to which period: first interval, interval after the last, period, and so on. The
// runs of a kind of day are made once and kept with its schedule, so that they cost every later bill nothing.

/** The runs of a day's periods; throws USAGE_DAY_LENGTH where a row is not as long as the zone's day. */
export function runsOn(
  usage: IntervalUsage,
  schedule: CompiledSchedule | undefined,
  day: LocalDay,
  found: number,
): Uint16Array {
  const { intervalMinutes } = usage;
  if (found * intervalMinutes !== 1440) return runsOfChangeDay(usage, schedule, day, found);
  return schedule === undefined ? wholeDay(found) : schedule.planOf(day).runs(intervalMinutes);
}

const WHOLE_DAYS: Uint16Array[] = [];

function wholeDay(intervals: number): Uint16Array {
  WHOLE_DAYS[intervals] ??= Uint16Array.of(0, intervals, 0);
  return WHOLE_DAYS[intervals];
}

/** Runs of a day that is not as long as others; throws USAGE_DAY_LENGTH where the zone's day is not so long either. */
function runsOfChangeDay(
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

/** Where the rows of a span begin. */
export function firstRow(days: readonly DayValues[], from: LocalDay): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] as DayValues).day < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
