import { monthsLater } from "../kernel/civil.ts";
import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { isoDay } from "../kernel/zone.ts";
import type { RatingContext } from "./context.ts";
import { takeCredits, validCredits } from "./credits.ts";
import { type Dated, valueOn } from "./dated.ts";
import { fail } from "./errors.ts";
import { dayInYear, yearWindow } from "./months.ts";
import { adjustmentOf1983, powerFactorHundredths } from "./power-factor.ts";
import type { LimitCharge, PercentageCharge, PowerFactorCharge } from "./program.ts";
import { timesFor } from "./prorate.ts";

// Charges that stand on the lines of earlier charges.

const HUNDRED = Decimal.of(100);

/** Power-factor adjustment: a percentage of earlier lines by table. */
export function ratePowerFactor(charge: PowerFactorCharge, context: RatingContext): void {
  if (!appliesAtAll(charge, context) || (charge.optional && lacksPowerFactor(charge, context))) return;
  const base = context.sumOf(charge.of);
  const { percent, factor } = powerFactorPercent(charge, context);
  const exact = percentOf(base, percent);
  if (exact.isZero) return;
  context.add(
    charge,
    {
      quantity: null,
      unit: "%",
      price: percent,
      derivation: { rule: "power-factor", parts: [], values: { base, percent, ...factor } },
    },
    exact,
  );
}

/** Whether an optional adjustment has nothing to stand on: no percentage, and no reads or no standard. */
function lacksPowerFactor(
  { active, reactive, standard }: PowerFactorCharge,
  context: RatingContext,
): boolean {
  const { powerFactorPercent: given, powerFactorStandard } = context.agreement;
  if (given !== undefined) return false;
  const unread = [active, reactive].some((name) => context.tryMeasured(name, undefined) === undefined);
  return unread || (standard === "agreement" && powerFactorStandard === undefined);
}

function powerFactorPercent(charge: PowerFactorCharge, context: RatingContext) {
  const given = context.agreement.powerFactorPercent;
  if (given !== undefined) return { percent: given, factor: { given: "agreement" } };
  const active = context.measured(charge.active, undefined, charge.code).total;
  const reactive = context.measured(charge.reactive, undefined, charge.code).total;
  const standard = charge.standard === "agreement" ? context.agreement.powerFactorStandard : charge.standard;
  if (standard === undefined) {
    const day = isoDay(context.input.from);
    throw fail("AGREEMENT_LACKS", { name: "powerFactorStandard", day, code: charge.code });
  }
  const hundredths = powerFactorHundredths(active.toDecimal(6), reactive.toDecimal(6));
  const powerFactor = Decimal.fromUnits(hundredths, 2);
  const percent =
    charge.table === "CN-1983"
      ? adjustmentOf1983(standard, hundredths)
      : charge.table.find(({ from }) => powerFactor.compare(from) >= 0)?.percent;
  if (percent === undefined) {
    throw fail("TARIFF_PRICE_MISSING", { code: charge.code, day: isoDay(context.input.from) });
  }
  return { percent, factor: { powerFactor, standard, active, reactive } };
}

/** Tax, levy or discount in percent of earlier lines; a change of the rate inside the bill counts by days. */
export function ratePercentage(charge: PercentageCharge, context: RatingContext): void {
  const active = context.activeSegments(charge);
  const base = context.sumOf(charge.of);
  let percent = Fraction.ZERO;
  const bill = Decimal.of(context.days);
  context.segments.forEach(({ from, to }, at) => {
    if (active !== undefined && active[at] !== true) return;
    const rate = valueOn(charge.percent, from);
    if (rate === undefined) throw fail("TARIFF_PRICE_MISSING", { code: charge.code, day: isoDay(from) });
    percent = percent.plus(
      to - from === context.days
        ? Fraction.of(rate)
        : Fraction.ratio(rate.times(Decimal.of(to - from)), bill),
    );
  });
  if (percent.isZero || base.isZero) return;
  if (charge.included) {
    // base = net × (100 + percent) ÷ 100, so the tax inside is base × percent ÷ (100 + percent).
    const above = percent.plus(Fraction.of(HUNDRED));
    const tax = base.times(percent).times(Fraction.ratio(above.denominator, above.numerator));
    const amount =
      charge.rounding === "none" ? tax.toDecimal(20) : tax.round(charge.rounding.place, charge.rounding.mode);
    context.includedTaxes.push({ code: charge.code, label: charge.label, amount });
    return;
  }
  context.add(
    charge,
    {
      quantity: null,
      unit: "%",
      price: percent.toDecimal(12),
      derivation: { rule: "percentage", parts: [], values: { base, percent } },
    },
    base.times(percent).times(Fraction.ratio(Decimal.ONE, HUNDRED)),
  );
}

/** Lifts the sum of earlier lines to a minimum, or holds it at a maximum; the line is the difference. */
export function rateLimit(charge: LimitCharge, context: RatingContext): void {
  const active = context.activeSegments(charge);
  if (active !== undefined && !active.includes(true)) return;
  const base = context.sumOf(charge.of);
  if (charge.per === "year") {
    rateYearLimit(charge, base, context);
    return;
  }
  let bound = Fraction.ZERO;
  context.segments.forEach(({ from, to }, at) => {
    if (active !== undefined && active[at] !== true) return;
    bound = bound.plus(
      boundOn(charge, from, context).times(timesFor(charge.per, from, to, "actual", context)),
    );
  });
  const first = context.segments[0];
  if (first !== undefined && active === undefined && isConstant(charge, context)) {
    // One bound over the whole bill: counted once, so that a bill of whole months has no day shares.
    const times = timesFor(charge.per, context.input.from, context.input.to, "actual", context);
    bound = boundOn(charge, first.from, context).times(times);
  }
  if (charge.carry === undefined) addDifference(charge, base, bound, base, context);
  else carryCredit(charge, charge.carry.months, base, bound, context);
}

/**
 * Net metering with credit in money (SAM's "monthly rollover credits in $"): a sum below the minimum is lifted to it and
 * the difference kept as credit; a later sum above it is lowered by that credit, oldest first.
 */
function carryCredit(
  charge: LimitCharge,
  months: number | undefined,
  base: Fraction,
  bound: Fraction,
  context: RatingContext,
): void {
  const month = context.monthOfBill();
  const kept = validCredits(context.opening.bank?.[charge.code], months, month);
  const above = base.minus(bound);
  if (above.isNegative) {
    context.closingBank[charge.code] = [...kept, { month, quantity: above.negated().toDecimal(12) }];
    addDifference(charge, base, bound, base, context);
    return;
  }
  const { used, left } = takeCredits(kept, above);
  context.closingBank[charge.code] = left;
  if (used.isZero) return;
  const values = { base, bound, carried: used };
  context.add(
    charge,
    { quantity: null, unit: null, price: null, derivation: { rule: "limit", parts: [], values } },
    used.negated(),
  );
}

function isConstant(charge: LimitCharge, context: RatingContext): boolean {
  const [first, ...rest] = context.segments.map(({ from }) => boundOn(charge, from, context));
  return first !== undefined && rest.every((bound) => bound.compare(first) === 0);
}

function boundOn(charge: LimitCharge, day: number, context: RatingContext): Fraction {
  const amount = valueOn(charge.amount as Dated<Decimal>, day);
  if (amount === undefined) throw fail("TARIFF_PRICE_MISSING", { code: charge.code, day: isoDay(day) });
  const basis = charge.basis === undefined ? Decimal.ONE : context.number(charge.basis, day, charge.code);
  return Fraction.of(amount.times(basis));
}

/** By year: amounts add up from bill to bill, and the bill that ends the year carries the difference. */
function rateYearLimit(charge: LimitCharge, base: Fraction, context: RatingContext): void {
  const { month, day } = context.agreement.yearStart ?? { month: 1, day: 1 };
  const year = yearWindow(context.input.to - 1, month, day);
  const window = String(year);
  const before = context.opening.amounts?.[charge.code];
  const carried = before !== undefined && (before.window ?? window) === window ? before.amount : Decimal.ZERO;
  const soFar = Fraction.of(carried).plus(base);
  const endsYear = context.input.to >= monthsLater(dayInYear(year, month, day), 12);
  if (endsYear) addDifference(charge, soFar, boundOn(charge, context.input.from, context), soFar, context);
  context.closingAmounts[charge.code] = { window, amount: soFar.toDecimal(12) };
}

function addDifference(
  charge: LimitCharge,
  sum: Fraction,
  bound: Fraction,
  base: Fraction,
  context: RatingContext,
): void {
  const difference = bound.minus(sum);
  const applies = charge.bound === "minimum" ? difference.compare(Fraction.ZERO) > 0 : difference.isNegative;
  if (!applies) return;
  context.add(
    charge,
    {
      quantity: null,
      unit: null,
      price: null,
      derivation: { rule: "limit", parts: [], values: { bound, base, kind: charge.bound } },
    },
    difference,
  );
}

function appliesAtAll(charge: PowerFactorCharge, context: RatingContext): boolean {
  const active = context.activeSegments(charge);
  return active === undefined || active.includes(true);
}

function percentOf(base: Fraction, percent: Decimal): Fraction {
  return base.timesDecimal(percent).times(Fraction.ratio(Decimal.ONE, HUNDRED));
}
