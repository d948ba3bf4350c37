import { Decimal } from "#engines/kernel/decimal.ts";
import { parseDuration } from "#engines/kernel/interval.ts";
import { parseTime, wallClockInOrder, ZONE_END_MS, ZONE_FIRST_MS, type Zone } from "#engines/kernel/zone.ts";
import { type CsvRecord, CsvSplitter } from "#engines/metering/parsers/csv.ts";
import { espiParser } from "#engines/metering/parsers/espi.ts";
import { conversion, isUnit, type Unit } from "#engines/metering/unit.ts";
import { fail, WrongUsage } from "./errors.ts";

/** A quantity over a span of time, as a file states it; `value` null says that there is none. */
export interface Reading {
  /** "energy", "export", "reactive", "volume", "demand"; with a period as "energy.peak". */
  readonly channel: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly value: Decimal | null;
  /** `power`: mean kW over the span; `amount`: kWh, kvarh, m³ … */
  readonly kind: "amount" | "power";
  readonly estimated: boolean;
  readonly line: number;
}

/** An index of a register. */
export interface IndexReading {
  readonly register: string;
  readonly atMs: number;
  readonly index: Decimal;
  readonly line: number;
}

export interface UsageFile {
  readonly format: "long" | "short" | "column" | "green-button" | "indices";
  readonly readings: readonly Reading[];
  readonly indices: readonly IndexReading[];
  /** Zone that the file itself states (Green Button). */
  readonly zone: Zone | undefined;
}

export interface ReadOptions {
  /** Undefined where --timezone is not given. */
  readonly zone: Zone | undefined;
  readonly start: string | undefined;
  /** ISO 8601 duration. */
  readonly interval: string | undefined;
  readonly unit: string | undefined;
}

const FORMATS =
  "start,end,channel,quantity,unit[,quality] · start,value · one value a line with --start and --interval · time,register,index · Green Button XML";

/** Tells the format from the first line and reads the whole file. Throws with the line of the first fault. */
export function readUsage(text: string, options: ReadOptions): UsageFile {
  if (/^\uFEFF?\s*</.test(text)) return readGreenButton(text);
  const splitter = new CsvSplitter();
  const records = [...splitter.push(text), ...splitter.end()];
  const [head, ...rows] = records;
  if (head === undefined) throw fail("USAGE_EMPTY");
  const columns = head.fields.map((field) => field.toLowerCase());
  const is = (...names: string[]) => names.every((name, at) => columns[at] === name);
  if (is("start", "end", "channel", "quantity", "unit")) return readLong(rows, columns, options);
  if (is("time", "register", "index")) return readIndices(rows, columns, options);
  if (is("start", "value") && columns.length === 2) return readShort(rows, options);
  if (head.fields.length === 1 && Decimal.tryParse(head.fields[0] as string) !== undefined) {
    return readColumn(records, options);
  }
  throw fail("USAGE_FORMAT_UNKNOWN", { head: head.raw.slice(0, 60), formats: FORMATS }, { line: head.line });
}

/** Names of channels in files → quantities of ours. */
const CHANNELS: ReadonlyMap<string, string> = new Map([
  ["import", "energy"],
  ["delivered", "energy"],
  ["forward", "energy"],
  ["active", "energy"],
  ["kwh", "energy"],
  ["received", "export"],
  ["reverse", "export"],
  ["generation", "export"],
  ["kvarh", "reactive"],
  ["gas", "volume"],
  ["water", "volume"],
]);

export function channelOf(name: string): string {
  const [first = "", ...rest] = name.trim().toLowerCase().split(".");
  return [CHANNELS.get(first) ?? first, ...rest].join(".");
}

/** Reads times of one series: with an offset at once, without one by the zone's clock in file order. */
export function clockOf(options: Pick<ReadOptions, "zone">) {
  const wall = options.zone === undefined ? undefined : wallClockInOrder(options.zone);
  return (value: string, field: string, line: number): number => {
    let naive = false;
    const at = parseTime(value.trim(), (localMs) => {
      naive = true;
      // Beyond the zone tables there is no clock to read; the check below says so.
      return localMs < ZONE_FIRST_MS || localMs >= ZONE_END_MS ? localMs : wall?.(localMs);
    });
    if (at !== undefined) {
      if (at >= ZONE_FIRST_MS && at < ZONE_END_MS) return at;
      const expected = "a time between 1970 and 2099";
      throw fail("USAGE_FIELD", { line, field, value: value.slice(0, 60), expected }, { line });
    }
    if (naive && wall === undefined) {
      throw new WrongUsage(
        `line ${line}: ${field} “${value}” has no offset; say --timezone <zone> or --timezone none`,
      );
    }
    const zone = options.zone?.name ?? "";
    if (naive) throw fail("USAGE_CLOCK_SKIPPED", { line, value, zone }, { line });
    throw fail(
      "USAGE_FIELD",
      { line, field, value: value.slice(0, 60), expected: "a time such as 2026-03-01T00:30" },
      { line },
    );
  };
}

function decimalIn(value: string, field: string, line: number): Decimal {
  const parsed = Decimal.tryParse(value.trim());
  if (parsed === undefined) {
    throw fail(
      "USAGE_FIELD",
      { line, field, value: value.slice(0, 60), expected: "a decimal number" },
      { line },
    );
  }
  return parsed;
}

export function checkWidth(row: CsvRecord, columns: number): void {
  if (row.broken !== undefined || row.fields.length !== columns) {
    throw fail(
      "USAGE_COLUMNS",
      { line: row.line, found: row.fields.length, expected: columns },
      { line: row.line },
    );
  }
}

/** Into kWh, kvarh, m³, GJ or kW. */
function unitIn(text: string, line: number): { kind: Reading["kind"]; factor: Decimal } {
  const unit = (text.trim() === "m³" ? "m3" : text.trim()) as Unit;
  const targets: readonly Unit[] = ["kWh", "kvarh", "m3", "GJ", "kW"];
  if (isUnit(unit)) {
    for (const target of targets) {
      // An hour, so that power never turns into energy here: it stays power, exactly.
      const power = target === "kW";
      const factor = power === (unit === "kW" || unit === "W") ? conversion(unit, target, 3600) : undefined;
      if (factor !== undefined) return { kind: power ? "power" : "amount", factor };
    }
  }
  const expected = "one of Wh, kWh, MWh, W, kW, varh, kvarh, m3, L, MJ, GJ";
  throw fail("USAGE_FIELD", { line, field: "unit", value: text.slice(0, 20), expected }, { line });
}

function readLong(rows: readonly CsvRecord[], columns: readonly string[], options: ReadOptions): UsageFile {
  const readings: Reading[] = [];
  const clocks = new Map<string, { start: ReturnType<typeof clockOf>; end: ReturnType<typeof clockOf> }>();
  for (const row of rows) {
    checkWidth(row, columns.length);
    const [start = "", end = "", name = "", quantity = "", unit = "", quality = ""] = row.fields;
    const channel = channelOf(name);
    let clock = clocks.get(channel);
    if (clock === undefined) {
      clock = { start: clockOf(options), end: clockOf(options) };
      clocks.set(channel, clock);
    }
    const startMs = clock.start(start, "start", row.line);
    const endMs = clock.end(end, "end", row.line);
    if (endMs <= startMs) throw fail("USAGE_ORDER", { line: row.line, value: end }, { line: row.line });
    const { kind, factor } = unitIn(unit, row.line);
    const value = quantity.trim() === "" ? null : decimalIn(quantity, "quantity", row.line).times(factor);
    readings.push({ channel, startMs, endMs, value, kind, estimated: /^est/i.test(quality), line: row.line });
  }
  return { format: "long", readings, indices: [], zone: undefined };
}

function readShort(rows: readonly CsvRecord[], options: ReadOptions): UsageFile {
  const clock = clockOf(options);
  const { kind, factor } = unitIn(options.unit ?? "kWh", 1);
  const points = rows.map((row) => {
    checkWidth(row, 2);
    const [start = "", value = ""] = row.fields;
    return {
      line: row.line,
      text: start,
      startMs: clock(start, "start", row.line),
      value: value.trim() === "" ? null : decimalIn(value, "value", row.line).times(factor),
    };
  });
  const steps = new Map<number, number>();
  points.forEach((point, at) => {
    const before = points[at - 1];
    if (before === undefined) return;
    const step = point.startMs - before.startMs;
    if (step <= 0) throw fail("USAGE_ORDER", { line: point.line, value: point.text }, { line: point.line });
    steps.set(step, (steps.get(step) ?? 0) + 1);
  });
  const stated = options.interval === undefined ? undefined : durationMs(options.interval);
  const stepMs = stated ?? [...steps].sort(([, a], [, b]) => b - a)[0]?.[0];
  if (stepMs === undefined) {
    throw points.length === 0
      ? fail("USAGE_EMPTY")
      : fail("USAGE_INTERVAL", { detail: "the file has a single row; give --interval" });
  }
  const readings = points.map(({ startMs, value, line }) => ({
    channel: "energy",
    startMs,
    endMs: startMs + stepMs,
    value,
    kind,
    estimated: false,
    line,
  }));
  return { format: "short", readings, indices: [], zone: undefined };
}

function readColumn(records: readonly CsvRecord[], options: ReadOptions): UsageFile {
  if (options.start === undefined || options.interval === undefined) {
    throw new WrongUsage(
      "a file with one value a line needs --start <local time> and --interval <ISO duration>",
    );
  }
  const stepMs = durationMs(options.interval);
  const first = clockOf(options)(options.start, "--start", 0);
  const { kind, factor } = unitIn(options.unit ?? "kW", 1);
  const readings = records.map((row, at) => {
    checkWidth(row, 1);
    const value = decimalIn(row.fields[0] as string, "value", row.line).times(factor);
    const startMs = first + at * stepMs;
    return {
      channel: "energy",
      startMs,
      endMs: startMs + stepMs,
      value,
      kind,
      estimated: false,
      line: row.line,
    };
  });
  return { format: "column", readings, indices: [], zone: undefined };
}

function durationMs(text: string): number {
  const duration = parseDuration(text);
  const ms = duration === undefined || duration.months > 0 ? 0 : duration.ms + duration.days * 86_400_000;
  if (ms <= 0)
    throw new WrongUsage(`--interval “${text}” is no ISO 8601 duration such as PT15M, PT1H or P1D`);
  return ms;
}

function readIndices(
  rows: readonly CsvRecord[],
  columns: readonly string[],
  options: ReadOptions,
): UsageFile {
  const clocks = new Map<string, ReturnType<typeof clockOf>>();
  const indices = rows.map((row) => {
    checkWidth(row, columns.length);
    const [time = "", register = "", index = ""] = row.fields;
    let clock = clocks.get(register);
    if (clock === undefined) {
      clock = clockOf(options);
      clocks.set(register, clock);
    }
    return {
      register: register.trim().toLowerCase(),
      atMs: clock(time, "time", row.line),
      index: decimalIn(index, "index", row.line),
      line: row.line,
    };
  });
  if (indices.length === 0) throw fail("USAGE_EMPTY");
  return { format: "indices", readings: [], indices, zone: undefined };
}

/** ESPI: delivered energy is "energy", received energy "export"; units and powers of ten as the feed states them. */
function readGreenButton(text: string): UsageFile {
  let zone: Zone | undefined;
  const parser = espiParser({
    onLocalTime: (stated) => {
      zone ??= stated;
    },
  });
  const readings: Reading[] = [];
  const series = new Map<string, Set<string>>();
  for (const item of [...parser.push(text), ...parser.end()]) {
    if (item.kind === "fault") throw item.error;
    if (item.kind !== "interval") continue;
    const { kind, factor } = unitIn(item.unit ?? "", item.line);
    const channel =
      item.direction === "reverse" ? "export" : item.unit?.endsWith("varh") ? "reactive" : "energy";
    series.set(channel, (series.get(channel) ?? new Set()).add(item.series));
    readings.push({
      channel,
      startMs: item.startMs,
      endMs: item.startMs + item.seconds * 1000,
      value: item.value === null ? null : item.value.times(factor),
      kind,
      estimated: false,
      line: item.line,
    });
  }
  for (const [quantity, names] of series) {
    if (names.size > 1) throw fail("USAGE_SERIES", { quantity, series: [...names].join(", ") });
  }
  if (readings.length === 0) throw fail("USAGE_EMPTY");
  return { format: "green-button", readings, indices: [], zone };
}
