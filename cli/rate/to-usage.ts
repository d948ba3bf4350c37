import type {
  AmountUsage,
  DayValues,
  DemandUsage,
  IndexRead,
  IntervalUsage,
  RegisterUsage,
  Usage,
} from "#engines/billing/index.ts";
import type { Decimal } from "#engines/kernel/decimal.ts";
import {
  dayLengthMs,
  dayStartMs,
  isoDay,
  isoInstant,
  type LocalDay,
  localDayOf,
  type Zone,
} from "#engines/kernel/zone.ts";
import { fail } from "./errors.ts";
import { channelOf, type IndexReading, type Reading, type UsageFile } from "./read-usage.ts";

/** Usage in the shape of the rating engine, with the days it spans and the bills that its reads close. */
export interface SpannedUsage {
  readonly usage: Usage;
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly fromMs: number;
  readonly toMs: number;
  /** Days at which reads stand: each pair closes a bill. Undefined for intervals, which are cut by the billing day. */
  readonly readDays: readonly LocalDay[] | undefined;
  readonly warnings: readonly string[];
}

export interface SpanOptions {
  readonly zone: Zone;
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  readonly multiplier: Decimal;
  readonly allowGaps: boolean;
  /** Periods that the tariff's schedules know. */
  readonly periods: ReadonlySet<string>;
}

export function toUsage(file: UsageFile, options: SpanOptions): SpannedUsage {
  return file.format === "indices"
    ? fromIndices(file.indices, options)
    : fromReadings(file.readings, options);
}

/** Chinese names of the parts of the day → what tariffs call them, commonest first. */
const CHINESE_PERIODS: ReadonlyMap<string, readonly [string, ...string[]]> = new Map<
  string,
  [string, ...string[]]
>([
  ["尖", ["critical-peak", "critical", "sharp"]],
  ["峰", ["peak"]],
  ["平", ["flat", "normal"]],
  ["谷", ["valley", "off-peak"]],
  ["深谷", ["deep-valley"]],
]);

/**
 * Quantity and period of a channel or register. A bare name that a schedule of the tariff knows as a period, or that is
 * one of the common ones, is a part of the active energy.
 */
function splitName(
  name: string,
  periods: ReadonlySet<string>,
): { readonly quantity: string; readonly period?: string } {
  if (name === "total" || name === "总") return { quantity: "energy" };
  const chinese = CHINESE_PERIODS.get(name);
  if (chinese !== undefined) {
    return { quantity: "energy", period: chinese.find((period) => periods.has(period)) ?? chinese[0] };
  }
  const isCommon = [...CHINESE_PERIODS.values()].some((names) => names.includes(name));
  if (periods.has(name) || isCommon) return { quantity: "energy", period: name };
  const [quantity = "", ...rest] = channelOf(name).split(".");
  return rest.length === 0 ? { quantity } : { quantity, period: rest.join(".") };
}

function fromIndices(indices: readonly IndexReading[], options: SpanOptions): SpannedUsage {
  const { zone, multiplier } = options;
  const byRegister = new Map<string, IndexRead[]>();
  const demands: DemandUsage[] = [];
  for (const { register, atMs, index, line } of indices.toSorted((a, b) => a.atMs - b.atMs)) {
    const day = localDayOf(zone, atMs);
    const name = splitName(register, options.periods);
    if (name.quantity.endsWith("demand")) {
      demands.push({ ...name, value: index.times(multiplier), readDay: day });
      continue;
    }
    const reads = byRegister.get(register) ?? [];
    byRegister.set(register, reads);
    if (reads.at(-1)?.day === day) {
      const expected = `the only read of “${register}” on its day`;
      throw fail("USAGE_FIELD", { line, field: "time", value: isoInstant(zone, atMs), expected }, { line });
    }
    reads.push({ day, index });
  }
  const registers = [...byRegister].map(
    ([name, reads]): RegisterUsage => ({ ...splitName(name, options.periods), reads, multiplier }),
  );
  const all = [...new Set(registers.flatMap(({ reads }) => reads.map(({ day }) => day)))].sort(
    (a, b) => a - b,
  );
  const lowest = options.fromMs === undefined ? Number.NEGATIVE_INFINITY : localDayOf(zone, options.fromMs);
  const highest = options.toMs === undefined ? Number.POSITIVE_INFINITY : localDayOf(zone, options.toMs);
  const readDays = all.filter((day) => day >= lowest && day <= highest);
  const [from, to] = [readDays[0], readDays.at(-1)];
  if (from === undefined || to === undefined || from === to) {
    const line = indices[0]?.line ?? 1;
    const expected = "at least two reads of a register in the span";
    throw fail("USAGE_FIELD", { line, field: "index", value: "", expected }, { line });
  }
  return {
    usage: { registers, demands },
    from,
    to,
    fromMs: dayStartMs(zone, from),
    toMs: dayStartMs(zone, to),
    readDays,
    warnings: [
      ...(lowest > Number.NEGATIVE_INFINITY && from > lowest
        ? [`no register was read at --from; the first bill begins with the read of ${isoDay(from)}`]
        : []),
      ...(highest < Number.POSITIVE_INFINITY && to < highest
        ? [`no register was read at --to; the last bill ends with the read of ${isoDay(to)}`]
        : []),
    ],
  };
}

function fromReadings(readings: readonly Reading[], options: SpanOptions): SpannedUsage {
  const { zone } = options;
  if (readings.length === 0) throw fail("USAGE_EMPTY");
  const dataFrom = Math.min(...chunked(readings, ({ startMs }) => startMs, Math.min));
  const dataTo = Math.max(...chunked(readings, ({ endMs }) => endMs, Math.max));
  const fromMs = options.fromMs ?? dataFrom;
  const toMs = options.toMs ?? dataTo;
  const inSpan = readings.filter(({ startMs, endMs }) => startMs < toMs && endMs > fromMs);
  if (inSpan.length === 0 || toMs <= fromMs) {
    throw fail("USAGE_SPAN", { from: isoInstant(zone, dataFrom), to: isoInstant(zone, dataTo) });
  }
  const from = localDayOf(zone, fromMs);
  const to = localDayOf(zone, toMs - 1) + 1;
  const intervals: IntervalUsage[] = [];
  const amounts: AmountUsage[] = [];
  const demands: DemandUsage[] = [];
  const warnings: string[] = [];
  const edges = new Set<LocalDay>();
  let wholeDays = true;
  for (const [channel, own] of byChannel(inSpan)) {
    const name = splitName(channel, options.periods);
    if (own.every((reading) => spansDays(reading, zone))) {
      checkAmounts(channel, own, { fromMs, toMs, zone, allowGaps: options.allowGaps }, warnings);
      for (const { startMs, endMs, value, estimated } of own) {
        if (value === null) continue;
        const span = { from: localDayOf(zone, startMs), to: localDayOf(zone, endMs) };
        if (name.quantity.endsWith("demand")) demands.push({ ...name, value, readDay: span.to });
        else amounts.push({ ...name, ...span, amount: value, estimated });
        edges.add(span.from).add(span.to);
        if (span.to - span.from < 20) wholeDays = false;
      }
    } else {
      wholeDays = false;
      intervals.push(
        dayRows(
          channel,
          own,
          { from, to, fromMs, toMs, zone, allowGaps: options.allowGaps, periods: options.periods },
          warnings,
        ),
      );
    }
  }
  const readDays = wholeDays
    ? [...edges].filter((day) => day >= from && day <= to).sort((a, b) => a - b)
    : undefined;
  return { usage: { intervals, amounts, demands }, from, to, fromMs, toMs, readDays, warnings };
}

/** Math.min over many values without spreading them all onto the stack. */
function chunked<Item>(
  items: readonly Item[],
  of: (item: Item) => number,
  pick: (a: number, b: number) => number,
): number[] {
  return items.length === 0 ? [] : [items.map(of).reduce((a, b) => pick(a, b))];
}

function byChannel(readings: readonly Reading[]): Map<string, Reading[]> {
  const channels = new Map<string, Reading[]>();
  for (const reading of readings) {
    const own = channels.get(reading.channel);
    if (own === undefined) channels.set(reading.channel, [reading]);
    else own.push(reading);
  }
  return channels;
}

/** Whether a reading covers whole local days, so that it is an amount rather than an interval. */
function spansDays({ startMs, endMs }: Reading, zone: Zone): boolean {
  const [first, last] = [localDayOf(zone, startMs), localDayOf(zone, endMs)];
  return last > first && dayStartMs(zone, first) === startMs && dayStartMs(zone, last) === endMs;
}

/** Amounts of one channel follow each other over the whole span: none twice, none missing. */
function checkAmounts(
  channel: string,
  own: readonly Reading[],
  { fromMs, toMs, zone, allowGaps }: Pick<RowSpan, "fromMs" | "toMs" | "zone" | "allowGaps">,
  warnings: string[],
): void {
  let reached = fromMs;
  let missing = 0;
  let first = "";
  const miss = (atMs: number) => {
    missing++;
    if (first === "") first = isoInstant(zone, atMs);
  };
  for (const { startMs, endMs, value, line } of own.toSorted((a, b) => a.startMs - b.startMs)) {
    if (startMs < reached && reached > fromMs) {
      throw fail("USAGE_OVERLAP", { quantity: channel, from: isoInstant(zone, startMs) }, { line });
    }
    if (startMs > reached || value === null) miss(Math.min(reached, startMs));
    reached = endMs;
  }
  if (reached < toMs) miss(reached);
  if (missing === 0) return;
  if (!allowGaps) throw fail("USAGE_HOLES", { quantity: channel, missing, first });
  warnings.push(`“${channel}”: ${missing} missing value(s) counted as zero, the first at ${first}`);
}

interface RowSpan {
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly fromMs: number;
  readonly toMs: number;
  readonly zone: Zone;
  readonly allowGaps: boolean;
  readonly periods: ReadonlySet<string>;
}

/** Largest integer of a day row that the hot loop sums exactly; above it the row holds bigints. */
const NARROW_LIMIT = 2n ** 42n;

/** A file that is nearly all gaps is a mistyped year, and its rows would fill the memory. */
const SPARSEST = 20;
const MANY_SLOTS = 1_000_000;

/** Puts readings of one length into day rows. Before --from and after --to nothing is missing: those slots are zero. */
function dayRows(
  channel: string,
  readings: readonly Reading[],
  span: RowSpan,
  warnings: string[],
): IntervalUsage {
  const { zone } = span;
  const lengthMs = shortest(readings);
  const kind = readings[0]?.kind ?? "amount";
  const odd = readings.find(({ startMs, endMs, kind: own }) => endMs - startMs !== lengthMs || own !== kind);
  if (odd !== undefined) {
    const detail = `“${channel}” has intervals of ${lengthMs / 60_000} and, at ${isoInstant(zone, odd.startMs)}, of ${(odd.endMs - odd.startMs) / 60_000} minutes`;
    throw fail("USAGE_INTERVAL", { detail }, { line: odd.line });
  }
  const minutes = lengthMs / 60_000;
  if (!Number.isInteger(minutes) || 1440 % minutes !== 0) {
    throw fail("USAGE_INTERVAL", { detail: `${minutes} minutes do not divide a day` });
  }
  const days = span.to - span.from;
  if (days * (1440 / minutes) > SPARSEST * readings.length + MANY_SLOTS) {
    throw fail("USAGE_TOO_SPARSE", { quantity: channel, days, found: readings.length });
  }
  const exponent = readings.reduce((most, { value }) => Math.max(most, value?.scale ?? 0), 0);
  const rows = Array.from({ length: span.to - span.from }, (_, at) =>
    emptyRow(span, span.from + at, lengthMs),
  );
  for (const { startMs, value, line } of readings) {
    if (startMs < span.fromMs || startMs >= span.toMs) continue;
    const day = localDayOf(zone, startMs);
    const slot = (startMs - dayStartMs(zone, day)) / lengthMs;
    const row = rows[day - span.from];
    if (row === undefined || !Number.isInteger(slot)) {
      const detail = `${isoInstant(zone, startMs)} is not on a step of ${minutes} minutes from local midnight`;
      throw fail("USAGE_INTERVAL", { detail }, { line });
    }
    if (typeof row[slot] === "bigint" && value !== null) {
      const expected = `given once for “${channel}”`;
      const at = isoInstant(zone, startMs);
      throw fail("USAGE_FIELD", { line, field: "start", value: at, expected }, { line });
    }
    row[slot] = value === null ? null : value.unitsAt(exponent);
  }
  return {
    ...splitName(channel, span.periods),
    zone,
    intervalMinutes: minutes,
    exponent,
    kind,
    ...closeRows(channel, rows, span, lengthMs, warnings),
  };
}

function shortest(readings: readonly Reading[]): number {
  return readings.reduce(
    (least, { startMs, endMs }) => Math.min(least, endMs - startMs),
    Number.POSITIVE_INFINITY,
  );
}

/** `undefined` marks a slot that was not filled yet, in the span; outside it is zero. */
type Row = (bigint | null | undefined)[];

function emptyRow({ zone, fromMs, toMs }: RowSpan, day: LocalDay, lengthMs: number): Row {
  const startMs = dayStartMs(zone, day);
  const count = Math.round(dayLengthMs(zone, day) / lengthMs);
  return Array.from({ length: count }, (_, slot) => {
    const at = startMs + slot * lengthMs;
    return at >= fromMs && at < toMs ? undefined : null;
  });
}

function closeRows(
  channel: string,
  rows: readonly Row[],
  span: RowSpan,
  lengthMs: number,
  warnings: string[],
): { readonly days: readonly DayValues[]; readonly wide: boolean } {
  const { zone } = span;
  let missing = 0;
  let first = "";
  let wide = false;
  const whole = rows.map((row, at) =>
    row.map((value, slot): bigint => {
      const startMs = dayStartMs(zone, span.from + at) + slot * lengthMs;
      const inside = startMs >= span.fromMs && startMs < span.toMs;
      if ((value === undefined || value === null) && inside) {
        missing++;
        if (first === "") first = isoInstant(zone, startMs);
      }
      const units = value ?? 0n;
      if (units > NARROW_LIMIT || units < -NARROW_LIMIT) wide = true;
      return units;
    }),
  );
  if (missing > 0) {
    if (!span.allowGaps) throw fail("USAGE_HOLES", { quantity: channel, missing, first });
    warnings.push(`“${channel}”: ${missing} missing value(s) counted as zero, the first at ${first}`);
  }
  const days = whole.map((values, at) => ({
    day: span.from + at,
    values: wide ? values : values.map(Number),
  }));
  return { days, wide };
}
