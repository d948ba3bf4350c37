import { Decimal } from "../../kernel/decimal.ts";
import { DAY_MS, dayStartMs, type LocalDay, type Zone } from "../../kernel/zone.ts";
import { QUALITY } from "../quality.ts";

/** Interval sizes that a channel may have, in seconds; a day stands for the calendar day, whatever its length. */
export const INTERVAL_SECONDS = [300, 600, 900, 1800, 3600, 86_400] as const;
export type IntervalSeconds = (typeof INTERVAL_SECONDS)[number];
const WHOLE_DAY = 86_400;

/** What all rows of one channel have in common. */
export interface DayShape {
  readonly zone: Zone;
  readonly intervalSeconds: IntervalSeconds;
  /** Rows keep at least this many decimals: value = integer × 10^exponent, exponent ≤ 0. */
  readonly exponent: number;
}

/** The values of one channel on one local day: M1 in SPEC.md. Both arrays have `slotsOf(shape, day)` places. */
export interface DayValues {
  readonly exponent: number;
  readonly values: readonly (bigint | null)[];
  readonly quality: readonly number[];
}

/** Number of intervals of a local day: 23, 24 or 25 h over the size; one for a daily channel. */
export function slotsOf(shape: DayShape, day: LocalDay): number {
  if (shape.intervalSeconds === WHOLE_DAY) return 1;
  const lengthMs = dayStartMs(shape.zone, day + 1) - dayStartMs(shape.zone, day);
  return Math.ceil(lengthMs / (shape.intervalSeconds * 1000));
}

/** UTC start of an interval of a local day. */
export function slotStartMs(shape: DayShape, day: LocalDay, slot: number): number {
  return dayStartMs(shape.zone, day) + slot * shape.intervalSeconds * 1000;
}

/** UTC end of an interval of a local day; the last one ends with the day. */
export function slotEndMs(shape: DayShape, day: LocalDay, slot: number): number {
  const nextDayMs = dayStartMs(shape.zone, day + 1);
  return shape.intervalSeconds === WHOLE_DAY
    ? nextDayMs
    : Math.min(nextDayMs, slotStartMs(shape, day, slot + 1));
}

/**
 * Finds the day and slot of instants, keeping the day that was last hit: readings come sorted as a rule.
 * `undefined` when the instant is not the start of an interval.
 */
export function slotFinder(
  shape: DayShape,
): (startMs: number) => { day: LocalDay; slot: number } | undefined {
  const sizeMs = shape.intervalSeconds * 1000;
  let day = 0;
  let fromMs = 1;
  let toMs = 0;
  return (startMs) => {
    if (startMs < fromMs || startMs >= toMs) {
      day = Math.floor(startMs / DAY_MS) - 1;
      while (dayStartMs(shape.zone, day + 1) <= startMs) day += 1;
      fromMs = dayStartMs(shape.zone, day);
      toMs = dayStartMs(shape.zone, day + 1);
    }
    const slot = (startMs - fromMs) / sizeMs;
    return Number.isInteger(slot) ? { day, slot } : undefined;
  };
}

/** A day of which nothing is known. */
export function emptyDay(shape: DayShape, day: LocalDay): DayValues {
  const slots = slotsOf(shape, day);
  return {
    exponent: shape.exponent,
    values: new Array<bigint | null>(slots).fill(null),
    quality: new Array<number>(slots).fill(QUALITY.missing),
  };
}

/** Largest magnitude of a value in a row: 18 digits, within a PostgreSQL bigint. */
const LARGEST = 10n ** 18n;

/** Whether a value can stand in a row that keeps at least so many decimals. */
export function fitsRow(value: Decimal, exponent: number): boolean {
  const scale = Math.max(value.scale, -exponent);
  if (scale > 40) return false;
  // Far below the limit the nearest float is proof enough; only what comes near it is counted out.
  if (Math.abs(value.toApproximateNumber()) * 10 ** scale < 1e17) return true;
  const digits = value.unitsAt(scale);
  return digits < LARGEST && digits > -LARGEST;
}

/**
 * Brings values to the one exponent of their row: the channel's, or the lowest that a value needs.
 * The result depends on the values alone, so equal days are equal bytes.
 */
export function alignExponents(
  values: readonly (Decimal | null)[],
  channelExponent: number,
): { exponent: number; values: (bigint | null)[] } {
  let scale = Math.max(-channelExponent, 0);
  for (const value of values) {
    if (value !== null && value.scale > scale) scale = Math.max(scale, value.stripped().scale);
  }
  return {
    exponent: scale === 0 ? 0 : -scale,
    values: values.map((value) => (value === null ? null : unitsAt(value, scale))),
  };
}

function unitsAt(value: Decimal, scale: number): bigint {
  return value.scale <= scale ? value.unitsAt(scale) : value.stripped().unitsAt(scale);
}

/** The value of one slot in the unit of the channel, `null` where there is none. */
export function valueAt(row: DayValues, slot: number): Decimal | null {
  const digits = row.values[slot] ?? null;
  return digits === null ? null : Decimal.fromUnits(digits, -row.exponent);
}

/** Whether two days hold the same values, decimals and qualities. */
export function sameDay(a: DayValues, b: DayValues): boolean {
  return (
    a.exponent === b.exponent &&
    a.values.length === b.values.length &&
    a.values.every((value, slot) => value === b.values[slot] && a.quality[slot] === b.quality[slot])
  );
}
