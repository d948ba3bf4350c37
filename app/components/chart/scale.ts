import { localFields } from "../format/datetime.ts";
import type { Formats } from "../format/use-format.ts";

/** Round numbers from below the least to above the greatest value: `ticks(0, 87, 4)` → 0, 25, 50, 75, 100. */
export function ticks(least: number, greatest: number, wanted: number): number[] {
  const low = Math.min(0, least);
  const high = Math.max(0, greatest);
  if (high === low) return [0, 1];
  const step = roundStep((high - low) / wanted);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** The smallest of 1, 2, 2.5, 5 × 10ⁿ that is at least `rough`. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Where a time axis begins and ends; what happened at one moment only stands in the middle of two hours. */
export function timeSpan(first: number, last: number): readonly [number, number] {
  return first === last ? [first - HOUR_MS, last + HOUR_MS] : [first, last];
}

/** The places of values with nothing beside them: a line through them would not be seen. */
export function lonely(values: readonly (number | null)[]): ReadonlySet<number> {
  const isGap = (at: number): boolean => (values[at] ?? null) === null;
  return new Set(
    values.flatMap((value, at) => (value !== null && isGap(at - 1) && isGap(at + 1) ? [at] : [])),
  );
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Start of the local day of a moment, also where the day has 23 or 25 hours. */
export function startOfDay(at: number, timeZone: string): number {
  const { hour, minute, second } = localFields(at, timeZone);
  const rough = at - ((hour * 60 + minute) * 60 + second) * 1000 - (at % 1000);
  // A clock change between midnight and `at` shifted the result by an hour; it shows as an hour other than 0.
  const off = localFields(rough, timeZone).hour;
  return off === 0 ? rough : off > 12 ? rough + (24 - off) * HOUR_MS : rough - off * HOUR_MS;
}

/**
 * Where a time axis is marked, at local midnights or hours of the zone: about `wanted` marks from `from` to `to`
 * (epoch ms). `unit` says how to word them.
 */
export function timeTicks(
  from: number,
  to: number,
  timeZone: string,
  wanted: number,
): { readonly unit: "hour" | "day"; readonly at: readonly number[] } {
  const span = to - from;
  const stepDays = [1, 2, 7, 14, 31, 61, 92, 183].find((days) => span / (days * DAY_MS) <= wanted) ?? 366;
  const stepHours = [1, 3, 6, 12].find((hours) => span / (hours * HOUR_MS) <= wanted);
  const at: number[] = [];
  if (stepHours !== undefined) {
    for (let day = startOfDay(from, timeZone); day <= to; day = nextDay(day, timeZone)) {
      const end = nextDay(day, timeZone);
      for (let tick = day; tick < end; tick += stepHours * HOUR_MS)
        if (tick >= from && tick <= to) at.push(tick);
    }
    return { unit: "hour", at };
  }
  for (
    let day = startOfDay(from, timeZone);
    day <= to;
    day = startOfDay(day + (stepDays + 0.5) * DAY_MS, timeZone)
  ) {
    if (day >= from) at.push(day);
  }
  return { unit: "day", at };
}

function nextDay(day: number, timeZone: string): number {
  return startOfDay(day + 1.5 * DAY_MS, timeZone);
}

/** The words at a mark of a time axis: the hour, and at midnight the day without its year. */
export function tickLabel(at: number, unit: "hour" | "day", format: Formats): string {
  const time = format.time(at);
  if (unit === "hour" && time !== "00:00") return time;
  return format.locale === "zh-CN" ? format.date(at).slice(5) : format.date(at).replace(/ \d{4}$/, "");
}
