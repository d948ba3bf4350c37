import { CHINA, isoWeekday, WEEKENDS_ONLY, type WorkingTime } from "#engines/kernel/calendar.ts";
import type { Words } from "#engines/kernel/errors.ts";
import { type LocalDay, parseDay } from "#engines/kernel/zone.ts";
import type { Calendar } from "#schema/blueprint/calendar/schema.ts";

/** The base calendar with the utility's own days laid over it. */
export function compileCalendar(item: Calendar): WorkingTime {
  const base = item.base === "china" ? CHINA : WEEKENDS_ONLY;
  const holidays = new Map<LocalDay, Words>(base.holidays);
  const workedWeekendDays = new Set(base.workedWeekendDays);
  for (const { day: text, working, label } of item.days) {
    const day = parseDay(text) as LocalDay;
    if (working) {
      holidays.delete(day);
      if (isoWeekday(day) > 5) workedWeekendDays.add(day);
    } else {
      holidays.set(day, label);
      workedWeekendDays.delete(day);
    }
  }
  return {
    calendar: { ...base, name: item.label.en, holidays, workedWeekendDays },
    hours: item.hours.map(({ from, to }) => [msOf(from), msOf(to)] as const),
  };
}

function msOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return (hours * 60 + minutes) * 60_000;
}
