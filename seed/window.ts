import { dayStartMs, type LocalDay, parseDay, type Zone } from "#engines/kernel/zone.ts";

/** A month of the calendar, counted from year 0: year × 12 + (month − 1). */
export type Month = number;

/** The months that the demo knows reads of. */
export interface Window {
  /** The first month with reads … */
  readonly first: Month;
  /** … and the month of `today`, which is not over and not read yet. */
  readonly current: Month;
  /** The first month with bills; what was used before stands in the agreements as their opening. The last month is left to bill by hand. */
  readonly billed: Month;
  readonly today: LocalDay;
}

/** Months that come with bills: enough for a chart, few enough to be made while somebody waits. */
const BILLED_MONTHS = 5;

/**
 * The twelve months before the one of `today`; thirteen where that makes it begin in January, March, … as the periods of
 * two-month agreements do.
 */
export function windowOf(today: LocalDay): Window {
  const date = new Date(today * 86_400_000);
  const current = date.getUTCFullYear() * 12 + date.getUTCMonth();
  const first = current - 12;
  const billed = current - 1 - BILLED_MONTHS;
  return { first: fromJanuary(first), billed: fromJanuary(billed), current, today };
}

/** The month itself if a two-month period begins with it, else the one before. */
const fromJanuary = (month: Month): Month => (month % 2 === 0 ? month : month - 1);

export const yearOf = (month: Month): number => Math.floor(month / 12);

/** 0 is January. */
export const monthOfYear = (month: Month): number => month % 12;

/** "2026-10". */
export const monthText = (month: Month): string =>
  `${yearOf(month)}-${String(monthOfYear(month) + 1).padStart(2, "0")}`;

export const firstDay = (month: Month): LocalDay => parseDay(`${monthText(month)}-01`) as LocalDay;

/** The instant at which the indices of a month are frozen: its first local midnight. */
export const freezeMs = (zone: Zone, month: Month): number => dayStartMs(zone, firstDay(month));

export function months(first: Month, end: Month): Month[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
}
