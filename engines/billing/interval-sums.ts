import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import type { LocalDay } from "../kernel/zone.ts";
import { firstRow, runsOn } from "./interval-runs.ts";
import type { IntervalsSource, Measured, Segment, Source, WholeUnits } from "./measured.ts";
import { totalOf } from "./parts.ts";
import type { DayValues, IntervalUsage } from "./ports.ts";
import type { CompiledSchedule } from "./schedule.ts";

/** What one pass over the values of a bill has found. */
export interface Found {
  seenDays: number;
  values: number;
  missing: number;
  /** [segment × periods + period]. */
  sums: number[];
}

const TOTAL_ONLY: readonly string[] = [""];

/** A quantity from intervals. It keeps its sums as integers; fractions and the sums of each day are made when asked for. */
export class MeasuredIntervals implements Measured {
  readonly quantity: string;
  readonly periods: readonly string[];
  readonly sources: readonly Source[];
  readonly #usage: IntervalUsage;
  readonly #sums: readonly (number | bigint)[];
  #parts: readonly (readonly Fraction[])[] | undefined;
  #total: Fraction | undefined;

  constructor(
    quantity: string,
    usage: IntervalUsage,
    schedule: CompiledSchedule | undefined,
    segments: readonly Segment[],
    { values, missing }: Found,
    sums: readonly (number | bigint)[],
  ) {
    const { from } = segments[0] as Segment;
    const { to } = segments[segments.length - 1] as Segment;
    this.quantity = quantity;
    this.periods = schedule?.periods ?? TOTAL_ONLY;
    this.sources = [new DaySums(usage, schedule, this.periods, from, to, values, missing)];
    this.#usage = usage;
    this.#sums = sums;
  }

  get parts(): readonly (readonly Fraction[])[] {
    if (this.#parts === undefined) {
      const width = this.periods.length;
      const parts: Fraction[][] = [];
      for (let first = 0; first < this.#sums.length; first += width) {
        const row = this.#sums.slice(first, first + width);
        parts.push(row.map((sum) => quantityOf(Decimal.fromUnits(sum, this.#usage.exponent), this.#usage)));
      }
      this.#parts = parts;
    }
    return this.#parts;
  }

  get total(): Fraction {
    this.#total ??= totalOf(this.parts);
    return this.#total;
  }

  get units(): WholeUnits | undefined {
    const { kind, intervalMinutes, exponent, wide } = this.#usage;
    // Integers only where no sum had to become a bigint.
    if (wide === true || this.#sums.length !== this.periods.length || typeof this.#sums[0] === "bigint") {
      return undefined;
    }
    const cells = this.#sums as readonly number[];
    if (kind === "amount" || intervalMinutes === 60) return { scale: exponent, cells };
    // Mean powers over 15 or 30 minutes are hundredths of an hour; those over 5 minutes are no decimal.
    const hundredths = (intervalMinutes * 100) / 60;
    return Number.isInteger(hundredths)
      ? { scale: exponent + 2, cells: cells.map((sum) => sum * hundredths) }
      : undefined;
  }
}

/** A day of numbers stays within the safe integers. */
function plus(sum: number | bigint, value: number | bigint): number | bigint {
  return typeof sum === "bigint" ? sum + BigInt(value) : sum + Number(value);
}

/** A mean power over an interval is a quantity of minutes/60 of it; the division stays open. */
function quantityOf(sum: Decimal, usage: IntervalUsage): Fraction {
  if (usage.kind === "amount" || usage.intervalMinutes === 60) return Fraction.of(sum);
  return Fraction.ratio(sum.times(Decimal.of(usage.intervalMinutes)), SIXTY);
}

const SIXTY = Decimal.of(60);

/** The intervals behind a quantity; their sums by day and period are made from the values, which the bill's input holds. */
class DaySums implements IntervalsSource {
  readonly kind = "intervals";
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly values: number;
  readonly missing: number;
  readonly periods: readonly string[];
  readonly #usage: IntervalUsage;
  readonly #schedule: CompiledSchedule | undefined;
  #byDay: readonly (number | bigint)[] | undefined;

  constructor(
    usage: IntervalUsage,
    schedule: CompiledSchedule | undefined,
    periods: readonly string[],
    from: LocalDay,
    to: LocalDay,
    values: number,
    missing: number,
  ) {
    this.from = from;
    this.to = to;
    this.values = values;
    this.missing = missing;
    this.periods = periods;
    this.#usage = usage;
    this.#schedule = schedule;
  }

  get intervalMinutes(): number {
    return this.#usage.intervalMinutes;
  }

  get exponent(): number {
    return this.#usage.exponent;
  }

  get byDay(): readonly (number | bigint)[] {
    this.#byDay ??= this.#sums();
    return this.#byDay;
  }

  #sums(): (number | bigint)[] {
    const { days, wide } = this.#usage;
    const width = this.periods.length;
    const sums = new Array<number | bigint>((this.to - this.from) * width).fill(wide === true ? 0n : 0);
    for (let at = firstRow(days, this.from); at < days.length; at++) {
      const { day, values } = days[at] as DayValues;
      if (day >= this.to) break;
      const runs = runsOn(this.#usage, this.#schedule, day, values.length);
      for (let run = 0; run < runs.length; run += 3) {
        const cell = (day - this.from) * width + (runs[run + 2] as number);
        for (let value = runs[run] as number; value < (runs[run + 1] as number); value++) {
          sums[cell] = plus(sums[cell] as number | bigint, values[value] ?? 0);
        }
      }
    }
    return sums;
  }
}
