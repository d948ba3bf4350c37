import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { isoDay } from "../kernel/zone.ts";
import { fail } from "./errors.ts";
import { demandIntervals, type MeasuredDemand, meanPower } from "./measure-demand.ts";
import { gap } from "./measured.ts";
import type { IntervalUsage, PeakMoment, RateInput } from "./ports.ts";
import type { DemandCharge } from "./program.ts";

/**
 * Coincident demand: the mean power of the intervals in which the system's own peaks lay (as ERCOT's four coincident
 * peaks). Undefined where there are no intervals; a bill without such a moment has no such demand.
 */
export function measureCoincident(
  { quantity, code }: DemandCharge,
  rule: NonNullable<DemandCharge["coincident"]>,
  input: RateInput,
): MeasuredDemand[] | undefined {
  const known = input.systemPeaks?.[rule.peaks];
  if (known === undefined) throw fail("PEAKS_MISSING", { peaks: rule.peaks, code });
  const usage = demandIntervals(quantity, input);
  if (usage === undefined) return undefined;
  const moments = known.filter(({ day }) => day >= input.from && day < input.to);
  if (moments.length === 0) return [];
  let sum = Fraction.ZERO;
  let highest = Fraction.ZERO;
  for (const moment of moments) {
    const power = powerAt(usage, moment, input.allowGaps === true);
    sum = sum.plus(power);
    highest = highest.max(power);
  }
  const mean = sum.times(Fraction.ratio(Decimal.ONE, Decimal.of(moments.length)));
  return [
    {
      period: "",
      value: rule.take === "mean" ? mean : highest,
      at: undefined,
      moments: moments.map(textOf).join(", "),
    },
  ];
}

function powerAt(usage: IntervalUsage, { day, minute }: PeakMoment, allowGaps: boolean): Fraction {
  const row = usage.days.find((each) => each.day === day);
  const value = row?.values[Math.floor(minute / usage.intervalMinutes)];
  if (value === null || value === undefined) {
    if (allowGaps) return Fraction.ZERO;
    throw gap(usage.quantity, day, day + 1, 1);
  }
  return meanPower(Decimal.fromUnits(value, usage.exponent), usage, 1);
}

function textOf({ day, minute }: PeakMoment): string {
  const clock = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0"));
  return `${isoDay(day)} ${clock.join(":")}`;
}
