import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import type { LocalDay } from "../kernel/zone.ts";
import { runsOn } from "./interval-runs.ts";
import type { DayValues, IntervalUsage, RateInput } from "./ports.ts";
import type { CompiledSchedule } from "./schedule.ts";

/** The highest mean power of a bill in one period. */
export interface MeasuredDemand {
  readonly period: string;
  readonly value: Fraction;
  /** Where it comes from intervals: the day and the interval of it, counted from 0. */
  readonly at: { readonly day: LocalDay; readonly interval: number } | undefined;
  /** Coincident demand: the moments of the system's peaks that lie in the bill, as text. */
  readonly moments?: string;
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
  const { demands } = input.usage;
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
  const usage = demandIntervals(quantity, input);
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
  const best: Peak[] = periods.map(() => ({ units: 0, day: undefined, interval: 0 }));
  for (const { day, values } of usage.days) {
    if (day < input.from || day >= input.to) continue;
    const runs = runsOn(usage, schedule, day, values.length);
    for (let run = 0; run < runs.length; run += 3) {
      // A window begins on a multiple of its length from midnight and belongs to the period of its start.
      const from = Math.ceil((runs[run] as number) / step) * step;
      const until = Math.min(runs[run + 1] as number, values.length - step + 1);
      const peak = best[runs[run + 2] as number] as Peak;
      for (let at = from; at < until; at += step) {
        const sum = windowSum(values, at, step, usage.wide === true);
        if (sum > peak.units) {
          peak.units = sum;
          peak.day = day;
          peak.interval = at;
        }
      }
    }
  }
  return periods.map((period, column) => {
    const { units, day, interval } = best[column] as Peak;
    return {
      period,
      value: meanPower(Decimal.fromUnits(units, usage.exponent), usage, step),
      at: day === undefined ? undefined : { day, interval },
    };
  });
}

interface Peak {
  units: number | bigint;
  day: LocalDay | undefined;
  interval: number;
}

function windowSum(values: DayValues["values"], at: number, step: number, wide: boolean): number | bigint {
  if (wide) {
    let sum = 0n;
    for (let part = at; part < at + step; part++) sum += (values[part] as bigint | null) ?? 0n;
    return sum;
  }
  let sum = 0;
  for (let part = at; part < at + step; part++) sum += (values[part] as number | null) ?? 0;
  return sum;
}

/** The intervals of a quantity, or of "energy" where demand has none of its own. */
export function demandIntervals(quantity: string, { usage }: RateInput): IntervalUsage | undefined {
  return (
    usage.intervals?.find((rows) => rows.quantity === quantity) ??
    (quantity === "demand" ? usage.intervals?.find((rows) => rows.quantity === "energy") : undefined)
  );
}

/** kW from the sum over `step` intervals: kWh × 60 ÷ minutes, or the mean of powers. */
export function meanPower(sum: Decimal, usage: IntervalUsage, step: number): Fraction {
  if (usage.kind === "power") return step === 1 ? Fraction.of(sum) : Fraction.ratio(sum, Decimal.of(step));
  const minutes = usage.intervalMinutes * step;
  return minutes === 60 ? Fraction.of(sum) : Fraction.ratio(sum.times(Decimal.of(60)), Decimal.of(minutes));
}
