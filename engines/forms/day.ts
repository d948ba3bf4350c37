import { daysInMonth } from "#engines/kernel/civil.ts";

/** Whether a text is a day of the calendar, "2026-11-25". Without the tables of time zones, which browsers need not load. */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return false;
  const [m, d] = [Number(month), Number(day)];
  return m >= 1 && m <= 12 && d >= 1 && d <= daysInMonth(Number(year), m);
}
