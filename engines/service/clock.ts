import type { WorkingTime } from "#engines/kernel/calendar.ts";
import {
  addWorkingDays,
  addWorkingTime,
  isWorkingDay,
  workingDaysBetween,
} from "#engines/kernel/calendar.ts";
import { DAY_MS, dayStartMs, localDayOf, localMsOf, type Zone } from "#engines/kernel/zone.ts";
import type { LimitProgram, ServiceProgram } from "./program.ts";

/** A time during which the clock of a case stood still, [fromMs, toMs). */
export interface Hold {
  readonly fromMs: number;
  readonly toMs: number;
}

/** By what working time is counted. */
export interface WorkClock extends WorkingTime {
  readonly zone: Zone;
}

/**
 * The clock of a case (SPEC D6): by the service's own days and hours, or by the calendar that it names.
 * @param named the program of that calendar, of the release of the case
 */
export function clockOf(
  { calendar }: Pick<ServiceProgram, "calendar">,
  zone: Zone,
  named: WorkingTime | undefined,
): WorkClock {
  if (typeof calendar !== "string") return { zone, ...calendar };
  if (named === undefined) throw new RangeError(`the release has no calendar ${calendar}`);
  return { zone, ...named };
}

/**
 * The instant at which a limit that began at `fromMs` is passed (SPEC D1 to D5). Holds are in order and over.
 */
export function deadlineOf(
  limit: Pick<LimitProgram, "clockMs" | "workingMs" | "workingDays">,
  fromMs: number,
  holds: readonly Hold[],
  clock: WorkClock,
): number {
  const stops = holds
    .map((hold) => ({ fromMs: Math.max(hold.fromMs, fromMs), toMs: hold.toMs }))
    .filter((hold) => hold.toMs > hold.fromMs);
  if (limit.clockMs !== undefined) return clockDeadline(limit.clockMs, fromMs, stops);
  if (limit.workingMs !== undefined) return workingDeadline(limit.workingMs, fromMs, stops, clock);
  return dayDeadline(limit.workingDays ?? 0, fromMs, stops, clock);
}

function clockDeadline(durationMs: number, fromMs: number, stops: readonly Hold[]): number {
  let deadlineMs = fromMs + durationMs;
  for (const stop of stops) if (stop.fromMs < deadlineMs) deadlineMs += stop.toMs - stop.fromMs;
  return deadlineMs;
}

function workingDeadline(
  durationMs: number,
  fromMs: number,
  stops: readonly Hold[],
  clock: WorkClock,
): number {
  let [cursorMs, leftMs] = [fromMs, durationMs];
  for (const stop of stops) {
    const endMs = addWorkingTime(clock.calendar, clock.zone, clock.hours, cursorMs, leftMs);
    if (endMs <= stop.fromMs) return endMs;
    leftMs -= workingTimeBetween(clock, cursorMs, stop.fromMs);
    cursorMs = stop.toMs;
  }
  return addWorkingTime(clock.calendar, clock.zone, clock.hours, cursorMs, leftMs);
}

/** The office closes on the last of so many working days; the day of the start does not count. */
function dayDeadline(days: number, fromMs: number, stops: readonly Hold[], clock: WorkClock): number {
  const { calendar, zone, hours } = clock;
  const day = (ms: number) => localDayOf(zone, ms);
  let last = addWorkingDays(calendar, day(fromMs), days);
  const closesMs = hours[hours.length - 1]?.[1] ?? DAY_MS;
  for (const stop of stops) {
    if (stop.fromMs >= wallMs(zone, last, closesMs)) break;
    const held = workingDaysBetween(calendar, day(stop.fromMs), day(stop.toMs));
    if (held > 0) last = addWorkingDays(calendar, last, held);
  }
  return wallMs(zone, last, closesMs);
}

/** Working time within [fromMs, toMs). */
export function workingTimeBetween(clock: WorkClock, fromMs: number, toMs: number): number {
  let sumMs = 0;
  for (let day = localDayOf(clock.zone, fromMs); dayStartMs(clock.zone, day) < toMs; day += 1) {
    if (!isWorkingDay(clock.calendar, day)) continue;
    for (const [opens, closes] of clock.hours) {
      const startMs = Math.max(wallMs(clock.zone, day, opens), fromMs);
      const endMs = Math.min(wallMs(clock.zone, day, closes), toMs);
      if (endMs > startMs) sumMs += endMs - startMs;
    }
  }
  return sumMs;
}

/** What the clock on the wall shows, as an instant. */
function wallMs(zone: Zone, day: number, afterMidnightMs: number): number {
  const guessMs = dayStartMs(zone, day) + afterMidnightMs;
  return guessMs - (localMsOf(zone, guessMs) - (day * DAY_MS + afterMidnightMs));
}
