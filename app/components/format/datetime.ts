import type { Locale } from "#engines/kernel/errors.ts";

// Written out by hand from numeric parts, not by the locale data of Node or of the browser: the two differ in
// spaces and words, and a page must read the same from the server and after it woke up.

/** A moment: ISO 8601 with zone, epoch milliseconds, or a Date. */
export type Moment = string | number | Date;

/** The fields of a local date and time, as numbers. */
interface LocalFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = {
  "zh-CN": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
  en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
} as const;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      calendar: "iso8601",
      numberingSystem: "latn",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    clocks.set(timeZone, clock);
  }
  return clock;
}

/** The local date and time of a moment in an IANA zone. */
export function localFields(moment: Moment, timeZone: string): LocalFields {
  const date = moment instanceof Date ? moment : new Date(moment);
  if (Number.isNaN(date.getTime())) throw new RangeError(`Not a moment: ${String(moment)}`);
  const fields: Record<string, number> = {};
  for (const { type, value } of clockOf(timeZone).formatToParts(date)) {
    if (type !== "literal") fields[type] = Number(value);
  }
  return fields as unknown as LocalFields;
}

const two = (value: number): string => String(value).padStart(2, "0");

function dateOf({ year, month, day }: Pick<LocalFields, "year" | "month" | "day">, locale: Locale): string {
  return locale === "zh-CN" ? `${year}-${two(month)}-${two(day)}` : `${day} ${MONTHS[month - 1]} ${year}`;
}

/** The date of a moment: `2026-03-05` / `5 Mar 2026`. */
export function formatDate(moment: Moment, timeZone: string, locale: Locale): string {
  return dateOf(localFields(moment, timeZone), locale);
}

/** A calendar date that has no zone, `2026-03-05`, as people read it. */
export function formatDay(day: string, locale: Locale): string {
  return dateOf(parseDay(day), locale);
}

/** Date and time of day: `2026-03-05 14:30` / `5 Mar 2026, 14:30`. 24 hours in both languages. */
export function formatDateTime(
  moment: Moment,
  timeZone: string,
  locale: Locale,
  seconds: "seconds" | "minutes" = "minutes",
): string {
  const fields = localFields(moment, timeZone);
  return `${dateOf(fields, locale)}${locale === "en" ? "," : ""} ${timeOf(fields, seconds)}`;
}

/** Time of day: `14:30`. */
export function formatTime(
  moment: Moment,
  timeZone: string,
  seconds: "seconds" | "minutes" = "minutes",
): string {
  return timeOf(localFields(moment, timeZone), seconds);
}

function timeOf({ hour, minute, second }: LocalFields, seconds: "seconds" | "minutes"): string {
  return `${two(hour)}:${two(minute)}${seconds === "seconds" ? `:${two(second)}` : ""}`;
}

/** A month `2026-03`: `2026年3月` / `Mar 2026` (short: `3月` / `Mar`). */
export function formatMonth(month: string, locale: Locale, length: "long" | "short" = "long"): string {
  const { year, month: number } = parseDay(`${month.slice(0, 7)}-01`);
  if (length === "short") return locale === "zh-CN" ? `${number}月` : (MONTHS[number - 1] as string);
  return locale === "zh-CN" ? `${year}年${number}月` : `${MONTHS[number - 1]} ${year}`;
}

/** Day of the week of a calendar date: `周四` / `Thu`. */
export function formatWeekday(day: string, locale: Locale): string {
  const { year, month, day: number } = parseDay(day);
  return WEEKDAYS[locale][new Date(Date.UTC(year, month - 1, number)).getUTCDay()] as string;
}

/** A span of calendar dates, both included: `2026-02-01 至 2026-02-28` / `1 Feb 2026 – 28 Feb 2026`. */
export function formatDays(from: string, to: string, locale: Locale): string {
  const join = locale === "zh-CN" ? " 至 " : " – ";
  return `${formatDay(from, locale)}${join}${formatDay(to, locale)}`;
}

/** How long something takes, in its two largest parts: `3 分 20 秒` / `3 min 20 s`. */
export function formatDuration(seconds: number, locale: Locale): string {
  const words = locale === "zh-CN" ? ["天", "小时", "分", "秒"] : ["d", "h", "min", "s"];
  const whole = Math.max(0, Math.round(seconds));
  const parts = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const first = parts.findIndex((part) => part > 0);
  if (first < 0) return `0 ${words[3]}`;
  return parts
    .slice(first, first + 2)
    .map((part, index) => (part > 0 ? `${part} ${words[first + index]}` : ""))
    .filter(Boolean)
    .join(" ");
}

function parseDay(day: string): Pick<LocalFields, "year" | "month" | "day"> {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) throw new RangeError(`Not a calendar date: ${day}`);
  return { year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) };
}
