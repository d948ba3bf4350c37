import { Decimal } from "../../kernel/decimal.ts";
import type { Interval } from "../../kernel/interval.ts";
import { type LocalDay, localDayOf } from "../../kernel/zone.ts";
import { QUALITY } from "../quality.ts";
import { type DayShape, type DayValues, slotEndMs, slotStartMs, slotsOf, valueAt } from "./day-row.ts";

/** One interval with what was used in it. */
export interface IntervalUsage {
  readonly startMs: number;
  readonly endMs: number;
  readonly value: Decimal | null;
  readonly quality: number;
}

/** What was used in a period, and how well that is known. */
export interface PeriodUsage {
  /** Sum of the values that are there, in the unit of the channel. */
  readonly quantity: Decimal;
  readonly intervals: number;
  readonly missing: number;
  readonly estimated: number;
  readonly suspect: number;
}

const ESTIMATED: ReadonlySet<number> = new Set([QUALITY.estimated, QUALITY.estimatedBySource]);
const SUSPECT: ReadonlySet<number> = new Set([QUALITY.suspect, QUALITY.doubtful]);

/**
 * The intervals of a channel that begin within a period, in order, with those that are missing as `null`.
 * @param rowOf the final row of a local day, `undefined` where nothing is known of it.
 */
export function* intervalsOf(
  shape: DayShape,
  period: Interval,
  rowOf: (day: LocalDay) => DayValues | undefined,
): Generator<IntervalUsage> {
  if (period.endMs <= period.startMs) return;
  const lastDay = localDayOf(shape.zone, period.endMs - 1);
  for (let day = localDayOf(shape.zone, period.startMs); day <= lastDay; day += 1) {
    const row = rowOf(day);
    const slots = slotsOf(shape, day);
    for (let slot = 0; slot < slots; slot += 1) {
      const startMs = slotStartMs(shape, day, slot);
      if (startMs < period.startMs || startMs >= period.endMs) continue;
      yield {
        startMs,
        endMs: slotEndMs(shape, day, slot),
        value: row === undefined ? null : valueAt(row, slot),
        quality: row?.quality[slot] ?? QUALITY.missing,
      };
    }
  }
}

/** M24: usage of a period from intervals: the exact sum of the values, with the number of those that are not measured. */
export function usageOfPeriod(
  shape: DayShape,
  period: Interval,
  rowOf: (day: LocalDay) => DayValues | undefined,
): PeriodUsage {
  let quantity = Decimal.ZERO;
  let intervals = 0;
  let missing = 0;
  let estimated = 0;
  let suspect = 0;
  for (const { value, quality } of intervalsOf(shape, period, rowOf)) {
    intervals += 1;
    if (value === null) missing += 1;
    else quantity = quantity.plus(value);
    if (ESTIMATED.has(quality)) estimated += 1;
    if (SUSPECT.has(quality)) suspect += 1;
  }
  return { quantity, intervals, missing, estimated, suspect };
}
