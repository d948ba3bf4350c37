import { DAY_MS, dayStartMs, instantsOf, localMsOf, type Zone } from "./zone.ts";

/** Half-open span of time [startMs, endMs), in UTC milliseconds. The end belongs to what follows. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/** @throws RangeError when the end lies before the start. An empty interval is allowed. */
export function interval(startMs: number, endMs: number): Interval {
  if (!(startMs <= endMs)) throw new RangeError(`interval ends (${endMs}) before it starts (${startMs})`);
  return { startMs, endMs };
}

export function overlaps(a: Interval, b: Interval): boolean {
  return a.startMs < b.endMs && b.startMs < a.endMs;
}

/** What two intervals share, `undefined` when nothing. */
export function intersection(a: Interval, b: Interval): Interval | undefined {
  return overlaps(a, b)
    ? { startMs: Math.max(a.startMs, b.startMs), endMs: Math.min(a.endMs, b.endMs) }
    : undefined;
}

/** Cuts an interval at the given instants (any order; those outside are ignored). */
export function splitAt(span: Interval, cutsMs: Iterable<number>): Interval[] {
  const cuts = [...new Set(cutsMs)].filter((cut) => cut > span.startMs && cut < span.endMs).sort(ascending);
  const edges = [span.startMs, ...cuts, span.endMs];
  return edges.slice(1).map((endMs, at) => ({ startMs: edges[at]!, endMs }));
}

/** Joins overlapping and touching intervals into the fewest, sorted by start. */
export function union(spans: Iterable<Interval>): Interval[] {
  const joined: { startMs: number; endMs: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const last = joined[joined.length - 1];
    if (last !== undefined && span.startMs <= last.endMs) last.endMs = Math.max(last.endMs, span.endMs);
    else joined.push({ startMs: span.startMs, endMs: span.endMs });
  }
  return joined;
}

/** An ISO 8601 duration: months and days follow the calendar, `ms` is exact time. */
export interface Duration {
  readonly months: number;
  readonly days: number;
  readonly ms: number;
}

const DURATION =
  /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** "PT15M", "P1D", "P1M", "P1Y2M3DT4H". `undefined` when it is no ISO 8601 duration (signs and fractions are not). */
export function parseDuration(text: string): Duration | undefined {
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  const part = (at: number) => Number(match[at] ?? 0);
  return {
    months: part(1) * 12 + part(2),
    days: part(3) * 7 + part(4),
    ms: ((part(5) * 60 + part(6)) * 60 + part(7)) * 1000,
  };
}

/** The shortest ISO 8601 text of a duration. */
export function formatDuration({ months, days, ms }: Duration): string {
  const seconds = ms / 1000;
  const date = unit(Math.floor(months / 12), "Y") + unit(months % 12, "M") + unit(days, "D");
  const time =
    unit(Math.floor(seconds / 3600), "H") +
    unit(Math.floor(seconds / 60) % 60, "M") +
    unit(seconds % 60, "S");
  const text = date + (time === "" ? "" : `T${time}`);
  return text === "" ? "PT0S" : `P${text}`;
}

/**
 * An instant plus a duration in a zone: first months (the day of the month is held back to the month's last day),
 * then days by the calendar, then exact time. A local time that the clock skips becomes the first instant after it;
 * of a repeated one the earlier is taken.
 */
export function addDuration(zone: Zone, instantMs: number, duration: Duration): number {
  if (duration.months === 0 && duration.days === 0) return instantMs + duration.ms;
  const localMs = localMsOf(zone, instantMs);
  const day = Math.floor(localMs / DAY_MS);
  const timeOfDayMs = localMs - day * DAY_MS;
  const shiftedDay = addMonths(day, duration.months) + duration.days;
  const candidates = instantsOf(zone, shiftedDay * DAY_MS + timeOfDayMs);
  const atMs = candidates[0] ?? skippedTo(zone, shiftedDay, timeOfDayMs);
  return atMs + duration.ms;
}

/** A local day some months later; 31 January + 1 month = 28 or 29 February. */
export function addMonths(day: number, months: number): number {
  if (months === 0) return day;
  const date = new Date(day * DAY_MS);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const daysInMonth = new Date(
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0),
  ).getUTCDate();
  return first / DAY_MS + Math.min(date.getUTCDate(), daysInMonth) - 1;
}

function skippedTo(zone: Zone, day: number, timeOfDayMs: number): number {
  const beforeMs = dayStartMs(zone, day);
  const jump = zone.untilMs.find((untilMs) => untilMs >= beforeMs);
  return jump ?? beforeMs + timeOfDayMs;
}

function unit(count: number, letter: string): string {
  return count === 0 ? "" : `${count}${letter}`;
}

function ascending(a: number, b: number): number {
  return a - b;
}
