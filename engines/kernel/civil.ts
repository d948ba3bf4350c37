import type { LocalDay } from "./zone.ts";

// The calendar in whole numbers, without date objects: bills ask for months of days by the million.
// Algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil, civil_from_days).

/** The day's year, month (1 … 12) and day of month packed as year × 512 + month × 32 + day. */
export function packedDate(day: LocalDay): number {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  // Nothing below is negative, so that cutting is rounding down; the compiler makes multiplications of these divisions.
  const ofEra = (shifted - era * 146_097) | 0;
  const yearOfEra =
    ((ofEra - ((ofEra / 1460) | 0) + ((ofEra / 36_524) | 0) - ((ofEra / 146_096) | 0)) / 365) | 0;
  const ofYear = ofEra - (365 * yearOfEra + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0));
  const fromMarch = ((5 * ofYear + 2) / 153) | 0;
  const dayOfMonth = ofYear - (((153 * fromMarch + 2) / 5) | 0) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return year * 512 + month * 32 + dayOfMonth;
}

export function yearOf(packed: number): number {
  return packed >> 9;
}

export function monthOf(packed: number): number {
  return (packed >> 5) & 15;
}

export function dayOfMonthOf(packed: number): number {
  return packed & 31;
}

/** The day of a date; a day beyond the month's end runs on into the next month. */
export function dayOfDate(year: number, month: number, dayOfMonth: number): LocalDay {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = (shiftedYear - era * 400) | 0;
  const ofYear = (((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) | 0) + dayOfMonth - 1;
  const ofEra = yearOfEra * 365 + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0) + ofYear;
  return era * 146_097 + ofEra - 719_468;
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function daysInMonth(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return leap ? 29 : (MONTH_LENGTHS[month - 1] as number);
}

/** A day some months later, held back to the last day of its month: 31 January + 1 month = 28 or 29 February. */
export function monthsLater(day: LocalDay, months: number): LocalDay {
  const packed = packedDate(day);
  const number = yearOf(packed) * 12 + monthOf(packed) - 1 + months;
  const year = Math.floor(number / 12);
  const month = number - year * 12 + 1;
  return dayOfDate(year, month, Math.min(dayOfMonthOf(packed), daysInMonth(year, month)));
}
