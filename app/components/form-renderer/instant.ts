/** Conversions between an instant and the wall clock of a zone, for the browser's own date and time field. */

/** "2026-11-25T02:00:00Z" → "2026-11-25T10:00" in Asia/Shanghai; empty where it is no instant. */
export function wallClockOf(instant: string, timeZone: string): string {
  const ms = Date.parse(instant);
  return Number.isNaN(ms) ? "" : new Date(ms + offsetMs(ms, timeZone)).toISOString().slice(0, 16);
}

/**
 * "2026-11-25T10:00" in Asia/Shanghai → "2026-11-25T10:00:00+08:00". A time that the clock skips is read as if it had not
 * been put forward; of a repeated hour the first is meant.
 */
export function instantOf(wallClock: string, timeZone: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wallClock)) return undefined;
  const local = Date.parse(`${wallClock}:00Z`);
  if (Number.isNaN(local)) return undefined;
  const early = local - offsetMs(local - 86_400_000, timeZone);
  const offset = early + offsetMs(early, timeZone) === local ? local - early : offsetMs(early, timeZone);
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const two = (part: number) => String(Math.trunc(part)).padStart(2, "0");
  return `${wallClock}:00${offset < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** What the zone's clock is ahead of UTC at an instant. */
function offsetMs(ms: number, timeZone: string): number {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    })
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}
