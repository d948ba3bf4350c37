import type { PaintedCalendar, Schedule } from "#schema/blueprint/tariff/schedule.ts";
import type { Tariff } from "#schema/blueprint/tariff/schema.ts";
import { isoWeekday } from "../kernel/calendar.ts";
import { ManifoldError } from "../kernel/errors.ts";
import { DAY_MS, type LocalDay, parseDay } from "../kernel/zone.ts";
import { compileSeasons, holidaysOf } from "./compile-calendar.ts";
import { always } from "./dated.ts";
import { type CompiledSchedule, compileSchedule } from "./schedule.ts";

/**
 * Schedules made of rules as calendars of month × hour, by their JSON pointer. Null where a calendar cannot say it: a
 * season that begins inside a month, a weekday with a rule of its own, times that no quarter of an hour divides.
 */
export function paintedSchedules(tariff: Tariff): Record<string, PaintedCalendar | null> {
  const painted: Record<string, PaintedCalendar | null> = {};
  for (const [name, raw] of Object.entries(tariff.schedules)) {
    const versions = Array.isArray(raw)
      ? raw.map(({ value }, at) => ({ schedule: value, pointer: `/schedules/${name}/${at}/value` }))
      : [{ schedule: raw, pointer: `/schedules/${name}` }];
    for (const { schedule, pointer } of versions) {
      if (schedule.rules !== undefined) painted[pointer] = paint(tariff, name, schedule);
    }
  }
  return painted;
}

/** A year whose holidays are known, so that each kind of day is met. */
const FIRST = parseDay("2026-01-01") as LocalDay;
const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function paint(tariff: Tariff, name: string, schedule: Schedule): PaintedCalendar | null {
  const periods = Object.keys(schedule.periods);
  const { calendar, dates } = holidaysOf(tariff);
  const compiled = compileSchedule(name, always(schedule), compileSeasons(tariff), { calendar, dates });
  const rows: Record<"weekday" | "weekend" | "holiday", (string | undefined)[]> = {
    weekday: [],
    weekend: [],
    holiday: [],
  };
  const perDay = stepsOf(compiled);
  if (perDay === undefined || periods.length > SIGNS.length) return null;
  for (let day = FIRST; day < FIRST + 365; day++) {
    const month = new Date(day * DAY_MS).getUTCMonth();
    const worked = calendar.workedWeekendDays.has(day);
    const kind =
      dates.has(day) || calendar.holidays.has(day)
        ? "holiday"
        : isoWeekday(day) > 5 && !worked
          ? "weekend"
          : "weekday";
    const row = rowOf(compiled, day, perDay);
    if ((rows[kind][month] ?? row) !== row) return null;
    rows[kind][month] = row;
  }
  const whole = (kind: "weekday" | "weekend") =>
    Array.from({ length: 12 }, (_, month) => rows[kind][month] ?? "");
  const painted = {
    symbols: Object.fromEntries(periods.map((period, at) => [SIGNS[at] as string, period])),
    weekday: whole("weekday"),
    weekend: whole("weekend"),
  };
  const special = rows.holiday.some((row, month) => row !== undefined && row !== rows.weekend[month]);
  if (!special) return painted;
  return {
    ...painted,
    holiday: Array.from({ length: 12 }, (_, month) => rows.holiday[month] ?? rows.weekend[month] ?? ""),
  };
}

/** The fewest equal parts of a day that its periods need: 24, 48 or 96. */
function stepsOf(compiled: CompiledSchedule): 24 | 48 | 96 | undefined {
  return ([24, 48, 96] as const).find((parts) => {
    try {
      for (let day = FIRST; day < FIRST + 365; day++) compiled.planOf(day).runs(1440 / parts);
      return true;
    } catch (error) {
      if (!(error instanceof ManifoldError)) throw error;
      return false;
    }
  });
}

function rowOf(compiled: CompiledSchedule, day: LocalDay, parts: number): string {
  const { minutes } = compiled.planOf(day);
  return Array.from({ length: parts }, (_, at) => SIGNS[minutes[(at * 1440) / parts] as number] ?? "").join(
    "",
  );
}
