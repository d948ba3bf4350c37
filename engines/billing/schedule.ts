import type { Schedule, ScheduleRule, Season } from "#schema/blueprint/tariff/schedule.ts";
import { isoWeekday, type WorkCalendar } from "../kernel/calendar.ts";
import type { Words } from "../kernel/errors.ts";
import {
  DAY_MS,
  dayLengthMs,
  dayStartMs,
  isoDay,
  type LocalDay,
  localMsOf,
  type Zone,
} from "../kernel/zone.ts";
import { type Dated, valueOn } from "./dated.ts";
import { fail } from "./errors.ts";
import { parseMonthDay } from "./months.ts";

const MINUTES = 1440;
/** Days that zone tables know: 1970 to 2099. */
const LAST_DAY = 47_482;

/** The periods of one kind of day: for each minute the number of its period. */
export interface DayPlan {
  readonly minutes: Uint8Array;
  /**
   * The same for intervals of so many minutes, as runs: first interval, interval after the last, period, and so on.
   * Throws USAGE_TOO_COARSE where an interval lies in two periods: nobody can say how much of it belongs to which.
   */
  runs(intervalMinutes: number): Uint16Array;
}

export interface CompiledSchedule {
  readonly name: string;
  readonly periods: readonly string[];
  /** What people call each period, in the newest version that has it. */
  readonly labels: Readonly<Record<string, Words>>;
  /** The plan of a local day; the same object for days that are alike. */
  planOf(day: LocalDay): DayPlan;
  /** The runs of a day on which the clock changes: the local time of each interval's start decides. */
  runsOnChangeDay(zone: Zone, day: LocalDay, intervalMinutes: number): Uint16Array;
}

export interface HolidayLookup {
  readonly calendar: WorkCalendar;
  readonly dates: ReadonlySet<LocalDay>;
}

/** Whether a day of the year lies in a season; a season may run over the new year. */
export function inSeason(season: Season, day: LocalDay): boolean {
  const date = new Date(day * DAY_MS);
  const at = (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
  return season.some((span) => {
    const [from, to] = [monthDayNumber(span.from), monthDayNumber(span.to)];
    return from <= to ? at >= from && at <= to : at >= from || at <= to;
  });
}

function monthDayNumber(text: string): number {
  const { month, day } = parseMonthDay(text);
  return month * 100 + day;
}

/**
 * Compiles a schedule with effective dates into plans by day. Plans are made when a day of their kind is first met and
 * shared by all days that the same rules fit.
 */
export function compileSchedule(
  name: string,
  versions: Dated<Schedule>,
  seasons: Readonly<Record<string, Dated<Season>>>,
  holidays: HolidayLookup,
): CompiledSchedule {
  const periods = [...new Set(versions.values.flatMap((schedule) => Object.keys(schedule.periods)))];
  const plans = new Map<string, DayPlan>();
  // Indexed by day from 1970: a dense array is several times faster to ask than a map.
  const byDay: (DayPlan | undefined)[] = new Array(LAST_DAY);
  const planOf = (day: LocalDay): DayPlan => {
    const known = byDay[day];
    if (known !== undefined) return known;
    const schedule = valueOn(versions, day);
    if (schedule === undefined) {
      throw fail("TARIFF_SCHEDULE_GAP", { schedule: name, day: isoDay(day), time: "00:00" });
    }
    const version = versions.values.indexOf(schedule);
    const plan =
      schedule.matrix === undefined
        ? planByRules(name, version, schedule.rules ?? [], day, seasons, holidays, periods, plans)
        : planByMatrix(name, version, schedule.matrix, day, holidays, periods, plans);
    byDay[day] = plan;
    return plan;
  };
  return {
    name,
    periods,
    labels: Object.assign({}, ...versions.values.map((schedule) => schedule.periods)),
    planOf,
    runsOnChangeDay(zone, day, intervalMinutes) {
      const startMs = dayStartMs(zone, day);
      const lengthMinutes = dayLengthMs(zone, day) / 60_000;
      const { minutes } = planOf(day);
      // The same day in the order in which its minutes passed: some local times twice, or not at all.
      const passed = Uint8Array.from({ length: lengthMinutes }, (_, minute) => {
        const localMs = localMsOf(zone, startMs + minute * 60_000);
        return minutes[Math.floor((localMs % DAY_MS) / 60_000)] as number;
      });
      return runsOf(name, passed, intervalMinutes);
    },
  };
}

/** Names of the kinds of day that a day is. A holiday is nothing else where a rule asks for holidays. */
function kindsOf(
  day: LocalDay,
  holidays: HolidayLookup,
): { readonly holiday: boolean; readonly weekend: boolean } {
  const { calendar, dates } = holidays;
  const holiday = dates.has(day) || calendar.holidays.has(day);
  const weekend = isoWeekday(day) > 5 && !calendar.workedWeekendDays.has(day);
  return { holiday, weekend };
}

const WEEKDAY_NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

function planByRules(
  name: string,
  version: number,
  rules: readonly ScheduleRule[],
  day: LocalDay,
  seasons: Readonly<Record<string, Dated<Season>>>,
  holidays: HolidayLookup,
  periods: readonly string[],
  plans: Map<string, DayPlan>,
): DayPlan {
  const month = new Date(day * DAY_MS).getUTCMonth() + 1;
  const { holiday, weekend } = kindsOf(day, holidays);
  const holidayIsOwnKind = rules.some(({ days }) => days?.includes("holiday"));
  const kinds = new Set<string>(
    holiday && holidayIsOwnKind
      ? ["holiday"]
      : [weekend || holiday ? "weekend" : "weekday", WEEKDAY_NAMES[isoWeekday(day) - 1] as string],
  );
  const fitting = rules.filter((rule) => {
    if (rule.months !== undefined && !rule.months.includes(month)) return false;
    if (rule.days !== undefined && !rule.days.some((kind) => kinds.has(kind))) return false;
    if (rule.seasons === undefined) return true;
    return rule.seasons.some((key) => {
      const season = seasons[key] === undefined ? undefined : valueOn(seasons[key], day);
      return season !== undefined && inSeason(season, day);
    });
  });
  const key = `${version}:${fitting.map((rule) => rules.indexOf(rule)).join()}`;
  const known = plans.get(key);
  if (known !== undefined) return known;
  const minutes = new Uint8Array(MINUTES).fill(255);
  // From the last rule to the first, so that the first one wins.
  for (const rule of fitting.toReversed()) {
    const period = periods.indexOf(rule.period);
    for (const [from, to] of spansOf(rule)) minutes.fill(period, from, to);
  }
  const gap = minutes.indexOf(255);
  if (gap >= 0) throw fail("TARIFF_SCHEDULE_GAP", { schedule: name, day: isoDay(day), time: clock(gap) });
  const plan = dayPlan(name, minutes);
  plans.set(key, plan);
  return plan;
}

function planByMatrix(
  name: string,
  version: number,
  matrix: NonNullable<Schedule["matrix"]>,
  day: LocalDay,
  holidays: HolidayLookup,
  periods: readonly string[],
  plans: Map<string, DayPlan>,
): DayPlan {
  const month = new Date(day * DAY_MS).getUTCMonth();
  const { holiday, weekend } = kindsOf(day, holidays);
  const kind = holiday
    ? matrix.holiday === undefined
      ? "weekend"
      : "holiday"
    : weekend
      ? "weekend"
      : "weekday";
  const key = `${version}:${kind}:${month}`;
  const known = plans.get(key);
  if (known !== undefined) return known;
  const row = (matrix[kind] ?? matrix.weekend)[month] as string;
  const step = MINUTES / row.length;
  const minutes = new Uint8Array(MINUTES);
  for (let at = 0; at < row.length; at++) {
    const period = matrix.symbols[row[at] as string] as string;
    minutes.fill(periods.indexOf(period), at * step, (at + 1) * step);
  }
  const plan = dayPlan(name, minutes);
  plans.set(key, plan);
  return plan;
}

function dayPlan(name: string, minutes: Uint8Array): DayPlan {
  const bySize: Uint16Array[] = [];
  return {
    minutes,
    runs(intervalMinutes) {
      let runs = bySize[intervalMinutes];
      if (runs === undefined) {
        runs = runsOf(name, minutes, intervalMinutes);
        bySize[intervalMinutes] = runs;
      }
      return runs;
    },
  };
}

/** Joins neighbouring intervals of one period. */
function runsOf(name: string, minutes: Uint8Array, intervalMinutes: number): Uint16Array {
  const runs: number[] = [];
  for (let at = 0; at * intervalMinutes < minutes.length; at++) {
    const start = at * intervalMinutes;
    const period = minutes[start] as number;
    const end = Math.min(start + intervalMinutes, minutes.length);
    for (let minute = start + 1; minute < end; minute++) {
      if (minutes[minute] !== period) {
        throw fail("USAGE_TOO_COARSE", { schedule: name, minutes: intervalMinutes, time: clock(start) });
      }
    }
    if (runs.length > 0 && runs[runs.length - 1] === period) runs[runs.length - 2] = at + 1;
    else runs.push(at, at + 1, period);
  }
  return Uint16Array.from(runs);
}

function* spansOf(rule: ScheduleRule): Generator<readonly [number, number]> {
  if (rule.times === undefined) {
    yield [0, MINUTES];
    return;
  }
  for (const span of rule.times) {
    const from = minuteOf(span.slice(0, 5));
    const to = minuteOf(span.slice(6));
    if (from < to) yield [from, to];
    else {
      yield [from, MINUTES];
      yield [0, to];
    }
  }
}

function minuteOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
