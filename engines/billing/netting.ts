import type { DayValues, IntervalUsage } from "./ports.ts";
import type { CompiledQuantity } from "./program.ts";

/**
 * Net billing: in each interval of `minutes` the one quantity is taken off the other, and what is below zero is cut.
 * Both must come in the same intervals; the result is in intervals of `minutes` (or theirs, where those are longer).
 * Undefined where the first is not given; where only the second is missing nothing is taken off.
 */
export function netIntervals(
  rule: CompiledQuantity,
  minutes: number,
  intervals: readonly IntervalUsage[],
): IntervalUsage | undefined {
  const base = intervals.find(({ quantity }) => quantity === rule.of);
  if (base === undefined) return undefined;
  const less = intervals.find(({ quantity }) => quantity === rule.minus);
  const step = Math.max(1, Math.round(minutes / base.intervalMinutes));
  const exponent = Math.max(base.exponent, less?.exponent ?? 0);
  // A mean power over several intervals needs room for its quotient.
  const room = base.kind === "power" && step > 1 ? 9 : 0;
  const raise = 10n ** BigInt(exponent + room - base.exponent);
  const raiseLess = 10n ** BigInt(exponent + room - (less?.exponent ?? 0));
  const taken = new Map(less?.days.map(({ day, values }) => [day, values]));
  return {
    ...base,
    quantity: rule.name,
    intervalMinutes: base.intervalMinutes * step,
    exponent: exponent + room,
    wide: true,
    days: base.days.map(({ day, values }) => ({
      day,
      values: netDay(values, taken.get(day), step, raise, raiseLess, base.kind === "power"),
    })),
  };
}

function netDay(
  values: DayValues["values"],
  taken: DayValues["values"] | undefined,
  step: number,
  raise: bigint,
  raiseLess: bigint,
  isPower: boolean,
): (bigint | null)[] {
  const net: (bigint | null)[] = [];
  for (let at = 0; at < values.length; at += step) {
    let sum: bigint | null = 0n;
    for (let part = at; part < Math.min(at + step, values.length); part++) {
      const value: number | bigint | null | undefined = values[part];
      if (value === null || value === undefined || sum === null) sum = null;
      else sum += BigInt(value) * raise - BigInt(taken?.[part] ?? 0) * raiseLess;
    }
    // Mean powers of the parts add up to `step` times the mean power of the whole.
    const whole = sum === null ? null : isPower ? sum / BigInt(step) : sum;
    net.push(whole !== null && whole < 0n ? 0n : whole);
  }
  return net;
}
