import type { PeakMoment, PriceSeries } from "#engines/billing/index.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import {
  dayLengthMs,
  dayStartMs,
  isoInstant,
  type LocalDay,
  localDayOf,
  parseTime,
  wallClockInOrder,
  type Zone,
} from "#engines/kernel/zone.ts";
import { CsvSplitter } from "#engines/metering/parsers/csv.ts";
import { fail } from "./errors.ts";

interface Point {
  readonly line: number;
  readonly atMs: number;
  readonly price: Decimal;
}

/** Prices of a market: CSV with the header `start,price` (or `start,value`), each price until the next. */
export function readSeriesFile(text: string, zone: Zone, file: string): PriceSeries {
  const [head, ...rows] = recordsOf(text);
  const names = head?.fields.map((name) => name.trim().toLowerCase()) ?? [];
  if (names[0] !== "start" || (names[1] !== "price" && names[1] !== "value") || names.length !== 2) {
    const expected = "a header start,price";
    throw fail(
      "USAGE_FIELD",
      { line: head?.line ?? 1, field: "header", value: head?.raw.slice(0, 60) ?? "", expected },
      { file, line: head?.line ?? 1 },
    );
  }
  const clock = clockOf(zone, file);
  const points = rows.map(({ line, fields }): Point => {
    const price = Decimal.tryParse(fields[1]?.trim() ?? "");
    if (fields.length !== 2 || price === undefined) {
      const value = fields.slice(1).join(",").slice(0, 60);
      throw fail(
        "USAGE_FIELD",
        { line, field: "price", value, expected: "a decimal number" },
        { file, line },
      );
    }
    return { line, atMs: clock(fields[0] ?? "", line), price };
  });
  points.forEach((point, at) => {
    const before = points[at - 1];
    if (before !== undefined && point.atMs <= before.atMs) {
      throw fail(
        "USAGE_ORDER",
        { line: point.line, value: rows[at]?.fields[0] ?? "" },
        { file, line: point.line },
      );
    }
  });
  return { ...rowsOf(points, zone, file) };
}

/** The moments of the system's peaks: one time a line, with or without a header `time`. */
export function readPeaksFile(text: string, zone: Zone, file: string): PeakMoment[] {
  const clock = clockOf(zone, file);
  return recordsOf(text)
    .filter(({ fields }, at) => !(at === 0 && /^(time|start)$/i.test(fields[0]?.trim() ?? "")))
    .map(({ fields, line }) => {
      const atMs = clock(fields[0] ?? "", line);
      const day = localDayOf(zone, atMs);
      return { day, minute: Math.floor((atMs - dayStartMs(zone, day)) / 60_000) };
    });
}

function recordsOf(text: string) {
  const splitter = new CsvSplitter();
  return [...splitter.push(text), ...splitter.end()];
}

function clockOf(zone: Zone, file: string) {
  const wall = wallClockInOrder(zone);
  return (value: string, line: number): number => {
    const at = parseTime(value.trim(), wall);
    if (at === undefined) {
      const expected = "a time such as 2026-03-01T00:30";
      throw fail("USAGE_FIELD", { line, field: "time", value: value.slice(0, 60), expected }, { file, line });
    }
    return at;
  };
}

/** Puts the prices into day rows; the interval is the commonest step. */
function rowsOf(points: readonly Point[], zone: Zone, file: string): PriceSeries {
  const steps = new Map<number, number>();
  points.forEach(({ atMs }, at) => {
    const before = points[at - 1];
    if (before !== undefined) steps.set(atMs - before.atMs, (steps.get(atMs - before.atMs) ?? 0) + 1);
  });
  const stepMs = [...steps].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 3_600_000;
  const minutes = stepMs / 60_000;
  if (!Number.isInteger(minutes) || 1440 % minutes !== 0) {
    throw fail("USAGE_INTERVAL", { detail: `prices every ${minutes} minutes do not divide a day` }, { file });
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
      throw fail("USAGE_INTERVAL", { detail }, { file, line });
    }
    row[slot] = price.unitsAt(exponent);
  }
  return {
    intervalMinutes: minutes,
    exponent,
    days: [...days].map(([day, values]) => ({ day, values })),
  };
}
