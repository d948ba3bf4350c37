import { DAY_MS, instantsOf, localMsOf, type Zone } from "#engines/kernel/zone.ts";

/** A span of every day by the wall clock, in minutes after midnight; over midnight when it ends before it starts. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

const MINUTE_MS = 60_000;

export function quietHoursOf({ from, to }: { from: string; to: string }): QuietHours | undefined {
  const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  // The same time twice is no span at all.
  return from === to ? undefined : { fromMinute: minutes(from), toMinute: minutes(to) };
}

/** The first instant at or after `nowMs` at which nobody is disturbed. */
export function loudFrom(quiet: QuietHours | undefined, zone: Zone, nowMs: number): number {
  if (quiet === undefined) return nowMs;
  const localMs = localMsOf(zone, nowMs);
  const midnight = Math.floor(localMs / DAY_MS) * DAY_MS;
  const minute = (localMs - midnight) / MINUTE_MS;
  const { fromMinute, toMinute } = quiet;
  const overMidnight = fromMinute > toMinute;
  const inside = overMidnight
    ? minute >= fromMinute || minute < toMinute
    : minute >= fromMinute && minute < toMinute;
  if (!inside) return nowMs;
  const endsTomorrow = overMidnight && minute >= fromMinute;
  const endLocalMs = midnight + (endsTomorrow ? DAY_MS : 0) + toMinute * MINUTE_MS;
  // A skipped wall-clock hour: the jump itself is later than every local time before it.
  return instantsOf(zone, endLocalMs)[0] ?? nowMs + (endLocalMs - localMs);
}
