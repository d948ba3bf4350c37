import type { PeakMoment, PriceSeries } from "#engines/billing/index.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import {
  dayLengthMs,
  dayStartMs,
  isoInstant,
  type LocalDay,
  localDayOf,
  type Zone,
} from "#engines/kernel/zone.ts";
import { CsvSplitter } from "#engines/metering/parsers/csv.ts";
import { fail } from "./errors.ts";
import { checkWidth, clockOf } from "./read-usage.ts";

interface Point {
  readonly line: number;
  readonly atMs: number;
  readonly price: Decimal;
}

/** Prices of a market: CSV with the header `start,price` (or `start,value`), each price until the next. */
export function readSeriesFile(text: string, zone: Zone): PriceSeries {
  const [head, ...rows] = recordsOf(text);
  const names = head?.fields.map((name) => name.trim().toLowerCase()) ?? [];
  if (names[0] !== "start" || (names[1] !== "price" && names[1] !== "value") || names.length !== 2) {
    const expected = "a header start,price";
    throw fail(
      "USAGE_FIELD",
      { line: head?.line ?? 1, field: "header", value: head?.raw.slice(0, 60) ?? "", expected },
      { line: head?.line ?? 1 },
    );
  }
  const clock = clockOf({ zone });
  const points = rows.map((row): Point => {
    const { line, fields } = row;
    checkWidth(row, 2);
    const [start = "", text = ""] = fields;
    const price = Decimal.tryParse(text.trim());
    if (price === undefined) {
      const value = text.slice(0, 60);
      throw fail("USAGE_FIELD", { line, field: "price", value, expected: "a decimal number" }, { line });
    }
    return { line, atMs: clock(start, "start", line), price };
  });
  if (points.length === 0) throw fail("USAGE_EMPTY");
  points.forEach((point, at) => {
    const before = points[at - 1];
    if (before !== undefined && point.atMs <= before.atMs) {
      const value = rows[at]?.fields[0] ?? "";
      throw fail("USAGE_ORDER", { line: point.line, value }, { line: point.line });
    }
  });
  return rowsOf(points, zone);
}

/** The moments of the system's peaks: one time a line, rising, with or without a header `time`. */
export function readPeaksFile(text: string, zone: Zone): PeakMoment[] {
  const clock = clockOf({ zone });
  const rows = recordsOf(text).filter(
    ({ fields }, at) => !(at === 0 && /^(time|start)$/i.test(fields[0]?.trim() ?? "")),
  );
  // Without a moment a bill has no coincident demand: a file of none is a mistake, not a year without peaks.
  if (rows.length === 0) throw fail("USAGE_EMPTY");
  let before = Number.NEGATIVE_INFINITY;
  return rows.map((row) => {
    const { fields, line } = row;
    checkWidth(row, 1);
    const [value = ""] = fields;
    const atMs = clock(value, "time", line);
    if (atMs <= before) throw fail("USAGE_ORDER", { line, value: value.slice(0, 60) }, { line });
    before = atMs;
    const day = localDayOf(zone, atMs);
    return { day, minute: Math.floor((atMs - dayStartMs(zone, day)) / 60_000) };
  });
}

function recordsOf(text: string) {
  const splitter = new CsvSplitter();
  return [...splitter.push(text), ...splitter.end()];
}

/** Puts the prices into day rows; the interval is the commonest step. */
function rowsOf(points: readonly Point[], zone: Zone): PriceSeries {
  const steps = new Map<number, number>();
  points.forEach(({ atMs }, at) => {
    const before = points[at - 1];
    if (before !== undefined) steps.set(atMs - before.atMs, (steps.get(atMs - before.atMs) ?? 0) + 1);
  });
  const stepMs = [...steps].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 3_600_000;
  const minutes = stepMs / 60_000;
  if (!Number.isInteger(minutes) || 1440 % minutes !== 0) {
    throw fail("USAGE_INTERVAL", { detail: `prices every ${minutes} minutes do not divide a day` });
  }
  const exponent = points.reduce((most, { price }) => Math.max(most, price.scale), 0);
  const days = new Map<LocalDay, (bigint | null)[]>();
  for (const { atMs, price, line } of points) {
    const day = localDayOf(zone, atMs);
    const slot = (atMs - dayStartMs(zone, day)) / stepMs;
    let row = days.get(day);
    if (row === undefined) {
      row = new Array<bigint | null>(Math.round(dayLengthMs(zone, day) / stepMs)).fill(null);
      days.set(day, row);
    }
    if (!Number.isInteger(slot)) {
      const detail = `${isoInstant(zone, atMs)} is not on a step of ${minutes} minutes from local midnight`;
      throw fail("USAGE_INTERVAL", { detail }, { line });
    }
    row[slot] = price.unitsAt(exponent);
  }
  return {
    intervalMinutes: minutes,
    exponent,
    days: [...days].map(([day, values]) => ({ day, values })),
  };
}
