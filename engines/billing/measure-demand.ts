import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { dayLengthMs, isoDay, type LocalDay } from "../kernel/zone.ts";
import { fail } from "./errors.ts";
import type { DayValues, IntervalUsage, RateInput } from "./ports.ts";
import type { CompiledSchedule } from "./schedule.ts";

/** The highest mean power of a bill in one period. */
export interface MeasuredDemand {
  readonly period: string;
  readonly value: Fraction;
  /** Where it comes from intervals: the day and the interval of it, counted from 0. */
  readonly at: { readonly day: LocalDay; readonly interval: number } | undefined;
}

/**
 * The highest demand of the bill by period. A maximum-demand register comes first; otherwise the highest mean power
 * over `windowMinutes` (or the interval itself) of the intervals of that quantity, or of "energy".
 * Undefined where there is neither.
 */
export function measureDemand(
  quantity: string,
  schedule: CompiledSchedule | undefined,
  windowMinutes: number | undefined,
  input: RateInput,
): MeasuredDemand[] | undefined {
  const periods = schedule?.periods ?? [""];
  const { demands, intervals } = input.usage;
  const own =
    demands?.filter(
      ({ quantity: name, readDay }) =>
        name === quantity && (readDay === undefined || (readDay > input.from && readDay <= input.to)),
    ) ?? [];
  if (own.length > 0) {
    return periods.map((period) => {
      let value = Decimal.ZERO;
      for (const demand of own) {
        const fits = schedule === undefined || (demand.period ?? "") === period;
        if (fits && demand.value.greaterThan(value)) value = demand.value;
      }
      return { period, value: Fraction.of(value), at: undefined };
    });
  }
  const usage =
    intervals?.find((rows) => rows.quantity === quantity) ??
    (quantity === "demand" ? intervals?.find((rows) => rows.quantity === "energy") : undefined);
  return usage === undefined ? undefined : peaksOf(usage, schedule, periods, windowMinutes, input);
}

function peaksOf(
  usage: IntervalUsage,
  schedule: CompiledSchedule | undefined,
  periods: readonly string[],
  windowMinutes: number | undefined,
  input: RateInput,
): MeasuredDemand[] {
  const step = Math.max(1, Math.floor((windowMinutes ?? 0) / usage.intervalMinutes));
  const best = new Array<number>(periods.length).fill(-1);
  const where = new Array<{ day: LocalDay; interval: number } | undefined>(periods.length).fill(undefined);
  const bestWide = new Array<bigint>(periods.length).fill(-1n);
  const normal = 1440 / usage.intervalMinutes;
  for (const { day, values } of usage.days) {
    if (day < input.from || day >= input.to) continue;
    const slots = slotsOf(usage, schedule, day, values, normal);
    const { length } = values;
    for (let at = 0; at + step <= length; at += step) {
      const column = slots === undefined ? 0 : (slots[at] as number);
      if (usage.wide === true) {
        let sum = 0n;
        for (let part = at; part < at + step; part++) sum += (values[part] as bigint | null) ?? 0n;
        if (sum > (bestWide[column] as bigint)) {
          bestWide[column] = sum;
          where[column] = { day, interval: at };
        }
        continue;
      }
      let sum = 0;
      for (let part = at; part < at + step; part++) sum += (values[part] as number | null) ?? 0;
      if (sum > (best[column] as number)) {
        best[column] = sum;
        where[column] = { day, interval: at };
      }
    }
  }
  return periods.map((period, column) => {
    const units = usage.wide === true ? (bestWide[column] as bigint) : (best[column] as number);
    const sum = Decimal.fromUnits(units > 0 ? units : 0, usage.exponent);
    return { period, value: meanPower(sum, usage, step), at: where[column] };
  });
}

/** kW from the sum over `step` intervals: kWh × 60 ÷ minutes, or the mean of powers. */
function meanPower(sum: Decimal, usage: IntervalUsage, step: number): Fraction {
  if (usage.kind === "power") return step === 1 ? Fraction.of(sum) : Fraction.ratio(sum, Decimal.of(step));
  const minutes = usage.intervalMinutes * step;
  return minutes === 60 ? Fraction.of(sum) : Fraction.ratio(sum.times(Decimal.of(60)), Decimal.of(minutes));
}

function slotsOf(
  usage: IntervalUsage,
  schedule: CompiledSchedule | undefined,
  day: LocalDay,
  values: DayValues["values"],
  normal: number,
): Uint8Array | undefined {
  if (values.length === normal) return schedule?.planOf(day).slots(usage.intervalMinutes);
  const expected = dayLengthMs(usage.zone, day) / (usage.intervalMinutes * 60_000);
  if (values.length !== expected) {
    throw fail("USAGE_DAY_LENGTH", {
      quantity: usage.quantity,
      day: isoDay(day),
      found: values.length,
      expected,
    });
  }
  return schedule?.slotsOnChangeDay(usage.zone, day, usage.intervalMinutes);
}
