import { present } from "#engines/kernel/assert.ts";
import { isoDay, parseDay } from "#engines/kernel/zone.ts";

/** "2026-11-01", −1 → "2026-10-31": the last day of a period whose end is the first day after it. */
export function addDays(day: string, count: number): string {
  return isoDay(present(parseDay(day), "the day comes from a date column") + count);
}
