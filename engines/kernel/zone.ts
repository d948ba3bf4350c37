import { Temporal } from "temporal-polyfill";

/**
 * The history of one time zone as two flat tables, made once per zone and then read without any date object.
 * Between `untilMs[i - 1]` (inclusive) and `untilMs[i]` (exclusive) local time is UTC + `offsetsMs[i]`.
 */
export interface Zone {
  readonly name: string;
  readonly untilMs: readonly number[];
  readonly offsetsMs: readonly number[];
}

/** A local calendar day, counted from 1970-01-01 = 0. A whole number sorts, compares and hashes faster than a text. */
export type LocalDay = number;

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Zone tables reach from here … */
export const ZONE_FIRST_MS = Date.UTC(1970, 0, 1);
/** … to here; instants outside are refused, since rules so far away are guesses. */
export const ZONE_END_MS = Date.UTC(2100, 0, 1);

/** Local days and look-arounds reach a little over both ends. */
const MARGIN_MS = 3 * DAY_MS;

const tables = new Map<string, Zone>();

/**
 * The table of an IANA zone ("Asia/Shanghai", "America/Los_Angeles"), cached for the life of the process.
 * @throws RangeError when the runtime does not know the zone.
 */
export function zoneOf(name: string): Zone {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const made = readZone(name);
  tables.set(name, made);
  return made;
}

/** Whether the runtime knows the IANA zone. */
export function isZone(name: string): boolean {
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}

/** UTC + offset = local time. Milliseconds. @throws RangeError outside 1970…2099. */
export function offsetAt(zone: Zone, instantMs: number): number {
  if (!(instantMs >= ZONE_FIRST_MS - MARGIN_MS && instantMs < ZONE_END_MS + MARGIN_MS)) {
    throw new RangeError(`instant ${instantMs} ms is outside the zone tables (1970 to 2099)`);
  }
  const { untilMs, offsetsMs } = zone;
  let low = 0;
  let high = untilMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (instantMs < untilMs[middle]!) high = middle;
    else low = middle + 1;
  }
  return offsetsMs[low]!;
}

/** The local wall clock of an instant, as milliseconds of a clock that knows no zone. */
export function localMsOf(zone: Zone, instantMs: number): number {
  return instantMs + offsetAt(zone, instantMs);
}

/** The local day in which an instant lies. */
export function localDayOf(zone: Zone, instantMs: number): LocalDay {
  return Math.floor(localMsOf(zone, instantMs) / DAY_MS);
}

/** First instant of a local day. Where a clock jumps over midnight, the day begins at the jump. */
export function dayStartMs(zone: Zone, day: LocalDay): number {
  const candidates = instantsOf(zone, day * DAY_MS);
  if (candidates.length > 0) return candidates[0]!;
  return gapEndMs(zone, day * DAY_MS);
}

/** Real length of a local day in milliseconds: 24 h, and 23 or 25 h where the clock changes. */
export function dayLengthMs(zone: Zone, day: LocalDay): number {
  return dayStartMs(zone, day + 1) - dayStartMs(zone, day);
}

/**
 * All instants at which a wall clock in the zone shows `localMs`, earliest first:
 * one as a rule, two in a repeated hour, none in a skipped one.
 */
export function instantsOf(zone: Zone, localMs: number): number[] {
  const early = localMs - offsetAt(zone, localMs - DAY_MS);
  const late = localMs - offsetAt(zone, localMs + DAY_MS);
  const hits: number[] = [];
  for (const candidate of early <= late ? [early, late] : [late, early]) {
    if (localMsOf(zone, candidate) === localMs && hits[hits.length - 1] !== candidate) hits.push(candidate);
  }
  return hits;
}

/** The instant at which the clock jumps over the local time that does not exist. */
function gapEndMs(zone: Zone, localMs: number): number {
  for (const untilMs of zone.untilMs) if (localMsOf(zone, untilMs) > localMs) return untilMs;
  throw new RangeError(`local time ${localMs} ms lies outside the tables of ${zone.name}`);
}

/**
 * Reads wall-clock times of one series in the order in which they were written. In the repeated hour of autumn the
 * first pass means the earlier instant and the second pass the later one: the smallest instant after the one before.
 * `undefined` means that the clock never showed that time (the skipped hour of spring).
 */
export function wallClockInOrder(zone: Zone): (localMs: number) => number | undefined {
  let previousMs = Number.NEGATIVE_INFINITY;
  return (localMs) => {
    const candidates = instantsOf(zone, localMs);
    const chosen = candidates.find((candidate) => candidate > previousMs) ?? candidates[0];
    if (chosen !== undefined) previousMs = chosen;
    return chosen;
  };
}

/** "2026-11-22" → days since 1970-01-01; `undefined` when it is no date of the calendar. */
export function parseDay(text: string): LocalDay | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || isoDay(ms / DAY_MS) !== text ? undefined : ms / DAY_MS;
}

/** Days since 1970-01-01 → "2026-11-22". */
export function isoDay(day: LocalDay): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Instant with its offset as people of the zone write it: "2026-11-22T08:30:00+08:00". */
export function isoInstant(zone: Zone, instantMs: number): string {
  const offsetMs = offsetAt(zone, instantMs);
  const local = new Date(instantMs + offsetMs).toISOString().replace(/\.000Z$|Z$/, "");
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (part: number) => String(Math.trunc(part)).padStart(2, "0");
  return `${local}${offsetMs < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

const TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * A time as files write it: "2026-03-01", "2026-03-01 00:30", "2026-03-01T00:30:00+08:00". With an offset it is an
 * instant at once; without one it is a wall clock that `wall` (see `wallClockInOrder`) resolves in file order.
 * `undefined` when it is no time, or a time that the clock skipped. 24:00 is read as 00:00 of the next day.
 */
export function parseTime(text: string, wall: (localMs: number) => number | undefined): number | undefined {
  const parts = TIME.exec(text);
  if (parts === null) return undefined;
  const day = parseDay(parts[1]!);
  const hours = Number(parts[2] ?? 0);
  const minutes = Number(parts[3] ?? 0);
  const seconds = Number(parts[4] ?? 0);
  const afterMidnight = (hours * 60 + minutes) * 60 + seconds;
  if (day === undefined || minutes > 59 || seconds > 59 || afterMidnight > 86_400) return undefined;
  const localMs = day * DAY_MS + afterMidnight * 1000 + Number((parts[5] ?? "").padEnd(3, "0"));
  const offset = parts[6];
  if (offset === undefined) return wall(localMs);
  if (offset === "Z") return localMs;
  const offsetMinutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return localMs - (offset.startsWith("-") ? -offsetMinutes : offsetMinutes) * 60_000;
}

function readZone(name: string): Zone {
  let at = Temporal.Instant.fromEpochMilliseconds(ZONE_FIRST_MS).toZonedDateTimeISO(name);
  const untilMs: number[] = [];
  const offsetsMs: number[] = [at.offsetNanoseconds / 1e6];
  for (;;) {
    const next = at.getTimeZoneTransition("next");
    if (next === null || next.epochMilliseconds >= ZONE_END_MS) break;
    untilMs.push(next.epochMilliseconds);
    offsetsMs.push(next.offsetNanoseconds / 1e6);
    at = next;
  }
  return { name, untilMs, offsetsMs };
}
