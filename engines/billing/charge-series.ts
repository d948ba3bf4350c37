import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { isoDay } from "../kernel/zone.ts";
import type { RatingContext } from "./context.ts";
import { fail } from "./errors.ts";
import type { Measured } from "./measured.ts";
import type { DayValues, IntervalUsage, PriceSeries } from "./ports.ts";
import type { EnergyCharge } from "./program.ts";

/**
 * Energy at the prices of a market series: each interval's quantity × its price. Intervals of usage and series must be
 * as long as each other, or the series a whole multiple (an hour's price for its four quarters).
 */
export function rateSeries(
  charge: EnergyCharge,
  measured: Measured,
  active: readonly boolean[] | undefined,
  context: RatingContext,
): void {
  const usage = context.input.usage.intervals?.find(({ quantity }) => quantity === charge.quantity);
  if (usage === undefined) throw fail("USAGE_MISSING", { quantity: charge.quantity, code: charge.code });
  const rule = charge.prices.find(({ kind }) => kind === "series");
  if (rule?.kind !== "series") return;
  const series = context.input.series?.[rule.series];
  const first = isoDay(context.input.from);
  if (series === undefined) throw fail("SERIES_MISSING", { series: rule.series, day: first });
  const prices = new Map(series.days.map((row) => [row.day, row]));
  let money = Decimal.ZERO;
  let quantity = Decimal.ZERO;
  context.segments.forEach(({ from, to }, at) => {
    if (active !== undefined && active[at] !== true) return;
    for (const row of usage.days) {
      if (row.day < from || row.day >= to) continue;
      const priced = prices.get(row.day);
      if (priced === undefined) throw fail("SERIES_MISSING", { series: rule.series, day: isoDay(row.day) });
      const sums = dayProduct(row, priced, usage, series, rule.series);
      money = money.plus(sums.money);
      quantity = quantity.plus(sums.quantity);
    }
  });
  const hours =
    usage.kind === "amount"
      ? Fraction.ONE
      : Fraction.ratio(Decimal.of(usage.intervalMinutes), Decimal.of(60));
  const used = hours.timesDecimal(quantity);
  const exact = hours.timesDecimal(money.times(rule.times)).plus(used.timesDecimal(rule.plus));
  context.add(
    charge,
    {
      quantity: used,
      unit: charge.unit,
      price: null,
      derivation: {
        rule: "series",
        parts: [],
        quantity: measured.quantity,
        values: { series: rule.series, times: rule.times, plus: rule.plus, average: averageOf(exact, used) },
      },
    },
    exact,
  );
}

/** Sums over a day as integers: Σ value × price and Σ value. */
function dayProduct(
  row: DayValues,
  priced: DayValues,
  usage: IntervalUsage,
  series: PriceSeries,
  name: string,
): { readonly money: Decimal; readonly quantity: Decimal } {
  const ratio = series.intervalMinutes / usage.intervalMinutes;
  if (!Number.isInteger(ratio) || Math.ceil(row.values.length / ratio) > priced.values.length) {
    throw fail("SERIES_MISSING", { series: name, day: isoDay(row.day) });
  }
  let money = 0n;
  let quantity = 0n;
  for (let at = 0; at < row.values.length; at++) {
    const value = row.values[at];
    if (value === null || value === undefined) continue;
    const price = priced.values[Math.floor(at / ratio)];
    if (price === null || price === undefined)
      throw fail("SERIES_MISSING", { series: name, day: isoDay(row.day) });
    money += BigInt(value) * BigInt(price);
    quantity += BigInt(value);
  }
  return {
    money: Decimal.fromUnits(money, usage.exponent + series.exponent),
    quantity: Decimal.fromUnits(quantity, usage.exponent),
  };
}

function averageOf(money: Fraction, quantity: Fraction): Fraction {
  if (quantity.isZero) return Fraction.ZERO;
  return money.times(Fraction.ratio(quantity.denominator, quantity.numerator));
}
