import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { isoDay, type LocalDay } from "../kernel/zone.ts";
import type { RatingContext } from "./context.ts";
import { type Dated, valueOn } from "./dated.ts";
import { fail } from "./errors.ts";
import type { DerivationPart } from "./line.ts";
import type { LoadDiscount, StandingCharge } from "./program.ts";
import { runsOf, timesFor } from "./prorate.ts";

/** An amount by time, for each unit of its basis: basic charge by kVA, meter rent, heat by area. */
export function rateStanding(charge: StandingCharge, context: RatingContext): void {
  const active = context.activeSegments(charge);
  if (
    charge.optional &&
    charge.basis !== undefined &&
    context.agreement.numbers?.[charge.basis] === undefined
  )
    return;
  const runs = runsOf(
    context,
    active,
    (day) => ({
      price: priceOn(charge, day, context),
      basis: charge.basis === undefined ? undefined : context.number(charge.basis, day, charge.code),
    }),
    (a, b) =>
      a.price.equals(b.price) && (a.basis === b.basis || (a.basis?.equals(b.basis as Decimal) ?? false)),
  );
  // Runs of equal price and basis that do not touch (suspended in between) still make one line.
  const lines: { price: Decimal; basis: Decimal | undefined; times: Fraction; parts: DerivationPart[] }[] =
    [];
  for (const { from, to, value } of runs) {
    const { price, basis } = value;
    const times =
      charge.prorate === "none" ? Fraction.ONE : timesFor(charge.per, from, to, charge.monthDays, context);
    const part = { from, to, quantity: Fraction.of(basis ?? Decimal.ONE), price, factor: times };
    const line = lines.find((other) => other.price.equals(price) && sameBasis(other.basis, basis));
    if (line === undefined) lines.push({ price, basis, times, parts: [part] });
    else {
      if (charge.prorate !== "none") line.times = line.times.plus(times);
      line.parts.push(part);
    }
  }
  for (const { price, basis, times, parts } of charge.prorate === "none" ? lines.slice(-1) : lines) {
    const exact = times.timesDecimal(price).timesDecimal(basis ?? Decimal.ONE);
    if (exact.isZero) continue;
    context.add(
      charge,
      {
        quantity: basis === undefined ? times : Fraction.of(basis),
        unit: basis === undefined ? charge.per : charge.unit,
        price,
        derivation: { rule: "standing", parts, values: { times, per: charge.per } },
      },
      exact,
    );
  }
}

function sameBasis(a: Decimal | undefined, b: Decimal | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.equals(b));
}

function priceOn(charge: StandingCharge, day: LocalDay, context: RatingContext): Decimal {
  const price = valueOn(charge.price, day);
  if (price === undefined) throw fail("TARIFF_PRICE_MISSING", { code: charge.code, day: isoDay(day) });
  return price.times(loadDiscountOn(charge.loadDiscount, day, charge.code, context));
}

/**
 * The 260 kWh/kVA rule (发改价格〔2023〕526号): from so much use per kVA of capacity and month the demand price is
 * multiplied. 1 where it does not apply.
 */
export function loadDiscountOn(
  discount: Dated<LoadDiscount> | undefined,
  day: LocalDay,
  code: string,
  context: RatingContext,
): Decimal {
  const rule = discount === undefined ? undefined : valueOn(discount, day);
  if (rule === undefined) return Decimal.ONE;
  const used = context.measured("energy", undefined, code).total;
  const capacity = context.number("capacity", day, code);
  const threshold = context.months.timesDecimal(rule.kwhPerKva).timesDecimal(capacity);
  return used.compare(threshold) >= 0 ? rule.times : Decimal.ONE;
}
