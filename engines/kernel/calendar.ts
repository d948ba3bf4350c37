import published from "chinese-days/dist/chinese-days.json" with { type: "json" };
import type { Words } from "./errors.ts";
import { DAY_MS, dayStartMs, type LocalDay, localDayOf, localMsOf, parseDay, type Zone } from "./zone.ts";

/**
 * A working-day calendar: Saturdays and Sundays rest, except the swapped days on which people work (调休);
 * holidays rest, whatever weekday they fall on.
 */
export interface WorkCalendar {
  readonly name: string;
  /** Rest days by decree, with the name of the feast. */
  readonly holidays: ReadonlyMap<LocalDay, Words>;
  /** Weekend days on which people work. */
  readonly workedWeekendDays: ReadonlySet<LocalDay>;
  /** Years for which the holidays are published. Outside them only weekends are known. */
  readonly firstYear: number;
  readonly lastYear: number;
}

/** Saturdays and Sundays rest, nothing else. */
export const WEEKENDS_ONLY: WorkCalendar = {
  name: "weekends",
  holidays: new Map(),
  workedWeekendDays: new Set(),
  firstYear: 1970,
  lastYear: 2099,
};

/**
 * The calendar of mainland China with its swapped days, as the State Council publishes it each year
 * (国务院办公厅关于部分节假日安排的通知), in the form of the package `chinese-days`.
 */
export const CHINA: WorkCalendar = readPublished();

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export function isoWeekday(day: LocalDay): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

export function isWorkingDay(calendar: WorkCalendar, day: LocalDay): boolean {
  if (calendar.holidays.has(day)) return false;
  return isoWeekday(day) <= 5 || calendar.workedWeekendDays.has(day);
}

/** The name of the feast on which people rest, `undefined` on all other days. */
export function holidayOf(calendar: WorkCalendar, day: LocalDay): Words | undefined {
  return calendar.holidays.get(day);
}

/** Whether the holidays of the day's year are published; where not, a deadline over it may still move. */
export function isPublished(calendar: WorkCalendar, day: LocalDay): boolean {
  const year = new Date(day * DAY_MS).getUTCFullYear();
  return year >= calendar.firstYear && year <= calendar.lastYear;
}

/** The day itself when people work on it, else the next day on which they do. */
export function workingDayFrom(calendar: WorkCalendar, day: LocalDay): LocalDay {
  let at = day;
  while (!isWorkingDay(calendar, at)) at += 1;
  return at;
}

/**
 * The n-th working day after a day (before it, for a negative n); the day itself is not counted.
 * 0 gives `workingDayFrom`: a deadline never falls on a rest day.
 */
export function addWorkingDays(calendar: WorkCalendar, day: LocalDay, count: number): LocalDay {
  if (!Number.isInteger(count)) throw new RangeError(`${count} is no whole number of working days`);
  if (count === 0) return workingDayFrom(calendar, day);
  const step = Math.sign(count);
  let at = day;
  for (let left = Math.abs(count); left > 0; ) {
    at += step;
    if (isWorkingDay(calendar, at)) left -= 1;
  }
  return at;
}

/** Number of working days in [from, to). */
export function workingDaysBetween(calendar: WorkCalendar, from: LocalDay, to: LocalDay): number {
  let count = 0;
  for (let day = from; day < to; day += 1) if (isWorkingDay(calendar, day)) count += 1;
  return count;
}

/** Office hours of a working day as wall-clock milliseconds after midnight: [[08:30, 12:00), [13:30, 17:30)]. */
export type OfficeHours = readonly (readonly [fromMs: number, toMs: number])[];

/** What time limits are counted on: which days people work, and from when to when. */
export interface WorkingTime {
  readonly calendar: WorkCalendar;
  readonly hours: OfficeHours;
}

/**
 * The instant at which so much working time has passed after a start. Time outside office hours does not count;
 * a start outside them waits for the next opening. Zero gives the first instant of working time at or after the start.
 */
export function addWorkingTime(
  calendar: WorkCalendar,
  zone: Zone,
  hours: OfficeHours,
  startMs: number,
  durationMs: number,
): number {
  if (durationMs < 0) throw new RangeError("working time cannot be added backwards");
  if (hours.every(([fromMs, toMs]) => toMs <= fromMs)) throw new RangeError("the office is never open");
  let leftMs = durationMs;
  for (let day = localDayOf(zone, startMs); ; day += 1) {
    if (!isWorkingDay(calendar, day)) continue;
    for (const [fromMs, toMs] of hours) {
      const opensMs = Math.max(wallInstantMs(zone, day, fromMs), startMs);
      const closesMs = wallInstantMs(zone, day, toMs);
      if (opensMs >= closesMs) continue;
      if (leftMs < closesMs - opensMs || (leftMs === closesMs - opensMs && leftMs > 0))
        return opensMs + leftMs;
      leftMs -= closesMs - opensMs;
    }
  }
}

/** A wall-clock time of a day as an instant; on a day with a clock change it keeps what the clock shows. */
function wallInstantMs(zone: Zone, day: LocalDay, afterMidnightMs: number): number {
  const guessMs = dayStartMs(zone, day) + afterMidnightMs;
  const errorMs = localMsOf(zone, guessMs) - (day * DAY_MS + afterMidnightMs);
  return guessMs - errorMs;
}

function readPublished(): WorkCalendar {
  const holidays = new Map<LocalDay, Words>();
  for (const [date, text] of Object.entries(published.holidays as Record<string, string>)) {
    const [english = "", chinese = ""] = text.split(",");
    holidays.set(dayOf(date), { "zh-CN": chinese, en: english });
  }
  const years = [...holidays.keys()].map((day) => new Date(day * DAY_MS).getUTCFullYear());
  return {
    name: "CN",
    holidays,
    workedWeekendDays: new Set(Object.keys(published.workdays).map(dayOf)),
    firstYear: Math.min(...years),
    lastYear: Math.max(...years),
  };
}

function dayOf(date: string): LocalDay {
  const day = parseDay(date);
  if (day === undefined) throw new RangeError(`the published calendar holds "${date}", which is no date`);
  return day;
}
