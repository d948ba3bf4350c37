import type { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { isoDay, type LocalDay } from "../kernel/zone.ts";
import { loadDiscountOn } from "./charge-standing.ts";
import type { RatingContext } from "./context.ts";
import { type Dated, valueOn } from "./dated.ts";
import { fail } from "./errors.ts";
import { measureCoincident } from "./measure-coincident.ts";
import { type MeasuredDemand, measureDemand } from "./measure-demand.ts";
import type { CompiledContract, CompiledStep, DemandCharge } from "./program.ts";
import { runsOf, timesFor } from "./prorate.ts";
import { fillSteps } from "./tiers.ts";

type Values = Record<string, Decimal | Fraction | string>;

/** Billed demand × price by period and step, after contract, ratchet and minimum. */
export function rateDemand(charge: DemandCharge, context: RatingContext): void {
  const active = context.activeSegments(charge);
  if (active !== undefined && !active.includes(true)) return;
  if (charge.per === "day") {
    rateDailyDemand(charge, active, context);
    return;
  }
  const demands =
    charge.coincident === undefined
      ? measureDemand(charge.quantity, charge.schedule, charge.windowMinutes, context.input)
      : measureCoincident(charge, charge.coincident, context.input);
  if (demands === undefined && charge.optional) return;
  if (demands === undefined) throw fail("USAGE_MISSING", { quantity: charge.quantity, code: charge.code });
  demands.forEach((measured, column) => {
    notePeak(charge, measured, context);
    // A contract that changes inside the bill (suspended, reduced, restarted) is billed by the days of each value.
    for (const { from, to, value: agreed } of runsOf(
      context,
      active,
      (day) => agreedOn(charge, day, context),
      sameAgreed,
    )) {
      const values: Values = { measured: measured.value };
      if (measured.at !== undefined) values.day = isoDay(measured.at.day);
      if (measured.moments !== undefined) values.at = measured.moments;
      const billed = billedDemand(charge, measured, agreed, context, values);
      if (billed.isZero) continue;
      const within = context.segments.map(
        (segment, at) => segment.from >= from && segment.to <= to && active?.[at] !== false,
      );
      priceDemand(charge, column, measured.period, billed, values, within, from, context);
    }
  });
}

/** What contract and tariff lay down for a day. */
interface Agreed {
  readonly rule: CompiledContract | undefined;
  readonly contract: Decimal | undefined;
  readonly minimum: Decimal | undefined;
}

function agreedOn(charge: DemandCharge, day: LocalDay, context: RatingContext): Agreed {
  const rule = charge.contract === undefined ? undefined : valueOn(charge.contract, day);
  return {
    rule,
    contract: rule === undefined ? undefined : context.number("contractDemand", day, charge.code),
    minimum: charge.minimum === undefined ? undefined : valueOn(charge.minimum, day),
  };
}

function sameAgreed(a: Agreed, b: Agreed): boolean {
  return a.rule === b.rule && sameNumber(a.contract, b.contract) && sameNumber(a.minimum, b.minimum);
}

function sameNumber(a: Decimal | undefined, b: Decimal | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.equals(b));
}

/** Each day's own highest demand × a price by kW and day; a line sums the days of one period, step and price. */
function rateDailyDemand(
  charge: DemandCharge,
  active: readonly boolean[] | undefined,
  context: RatingContext,
): void {
  const lines: { code: string; period: string; price: Decimal; quantity: Fraction }[] = [];
  context.segments.forEach(({ from, to }, at) => {
    if (active !== undefined && active[at] !== true) return;
    for (let day = from; day < to; day++) {
      const oneDay = { ...context.input, from: day, to: day + 1 };
      const demands = measureDemand(charge.quantity, charge.schedule, charge.windowMinutes, oneDay);
      if (demands === undefined && charge.optional) return;
      if (demands === undefined)
        throw fail("USAGE_MISSING", { quantity: charge.quantity, code: charge.code });
      demands.forEach(({ period, value }, column) => {
        const steps = charge.steps[column] as readonly CompiledStep[];
        fillSteps(Fraction.ZERO, value, limitsOn(charge, steps, day)).forEach((inStep, step) => {
          const price = priceOn(charge, steps[step] as CompiledStep, day, context);
          if (inStep.isZero || price.isZero) return;
          const code = codeOf(charge, period, steps.length === 1 ? undefined : step);
          const line = lines.find((other) => other.code === code && other.price.equals(price));
          if (line === undefined) lines.push({ code, period, price, quantity: inStep });
          else line.quantity = line.quantity.plus(inStep);
        });
      });
    }
  });
  const { from, to } = context.input;
  for (const { code, period, price, quantity } of lines) {
    const derivation = {
      rule: "demand" as const,
      parts: [{ from, to, quantity, price }],
      quantity: charge.quantity,
      period: period === "" ? undefined : period,
      values: { per: "day" },
    };
    context.add(
      charge,
      { code, quantity, unit: `${charge.unit}·d`, price, derivation },
      quantity.timesDecimal(price),
    );
  }
}

function codeOf(charge: DemandCharge, period: string, step: number | undefined): string {
  return [charge.code, period, step === undefined ? "" : `tier-${step + 1}`]
    .filter((text) => text !== "")
    .join(".");
}

/** Limits of the steps on a day. */
function limitsOn(charge: DemandCharge, steps: readonly CompiledStep[], day: LocalDay): Fraction[] {
  return steps.slice(0, -1).map((step) => {
    const limit = valueOn(step.upTo as Dated<Decimal>, day);
    if (limit === undefined) throw fail("TARIFF_PRICE_MISSING", { code: charge.code, day: isoDay(day) });
    return Fraction.of(limit);
  });
}

/** Keeps the measured peak for the ratchets of later bills; a month of two bills keeps the higher. */
function notePeak(charge: DemandCharge, { period, value }: MeasuredDemand, context: RatingContext): void {
  const month = context.monthOfBill();
  const quantity = peakName(charge);
  const key = { month, quantity, ...(period === "" ? {} : { period }) };
  const known = context.peaks.some((peak) => peak.quantity === quantity && (peak.period ?? "") === period);
  if (!known) context.peaks.push({ ...key, value: value.toDecimal(12) });
}

/** Coincident peaks are remembered apart from the customer's own. */
function peakName({ quantity, coincident }: DemandCharge): string {
  return coincident === undefined ? quantity : `${quantity}.${coincident.peaks}`;
}

function billedDemand(
  charge: DemandCharge,
  measured: MeasuredDemand,
  { rule, contract, minimum }: Agreed,
  context: RatingContext,
  values: Values,
): Fraction {
  let billed = measured.value;
  if (rule !== undefined && contract !== undefined) {
    values.contract = contract;
    billed = contractDemand(billed, contract, rule);
  }
  if (charge.ratchet !== undefined) {
    const peak = pastPeak(charge, measured.period, context);
    if (peak !== undefined) {
      const share = charge.ratchet.shares[context.monthOfBill() % 12] as Decimal;
      values.ratchetPeak = peak;
      values.ratchetShare = share;
      billed = billed.max(Fraction.of(peak.times(share)));
    }
  }
  if (minimum !== undefined && billed.compare(Fraction.of(minimum)) < 0) {
    values.minimum = minimum;
    billed = Fraction.of(minimum);
  }
  values.billed = billed;
  return billed;
}

/**
 * What is billed of a contract demand. Until 2016: at least 95 % of the approved value; above 105 % the approved value
 * and twice the part above it. Since 2016 (发改办价格〔2016〕1583号): the contract value up to 105 %, and twice the part
 * above 105 %.
 */
export function contractDemand(measured: Fraction, agreed: Decimal, rule: CompiledContract): Fraction {
  const ceiling = Fraction.of(agreed.times(rule.ceiling));
  if (measured.compare(ceiling) > 0) {
    const base = rule.excessFrom === "ceiling" ? ceiling : Fraction.of(agreed);
    return base.plus(measured.minus(base).timesDecimal(rule.times));
  }
  const floor = Fraction.of(agreed.times(rule.floor));
  if (rule.within === "contract") return measured.compare(floor) < 0 ? floor : Fraction.of(agreed);
  return measured.max(floor);
}

function pastPeak(charge: DemandCharge, period: string, context: RatingContext): Decimal | undefined {
  const { ratchet } = charge;
  if (ratchet === undefined) return undefined;
  const month = context.monthOfBill();
  let peak: Decimal | undefined;
  for (const past of context.opening.peaks ?? []) {
    const age = month - past.month;
    if (age < 1 || age > ratchet.months) continue;
    if (past.quantity !== peakName(charge) || (past.period ?? "") !== period) continue;
    if (ratchet.peaksOf !== undefined && !ratchet.peaksOf.includes((past.month % 12) + 1)) continue;
    if (peak === undefined || past.value.greaterThan(peak)) peak = past.value;
  }
  return peak;
}

function priceDemand(
  charge: DemandCharge,
  column: number,
  period: string,
  billed: Fraction,
  values: Values,
  active: readonly boolean[],
  from: LocalDay,
  context: RatingContext,
): void {
  const steps = charge.steps[column] as readonly CompiledStep[];
  const limits = limitsOn(charge, steps, from);
  fillSteps(Fraction.ZERO, billed, limits).forEach((inStep, step) => {
    if (inStep.isZero) return;
    const priceAt = (day: LocalDay) => priceOn(charge, steps[step] as CompiledStep, day, context);
    for (const run of runsOf(context, active, priceAt, (a, b) => a.equals(b))) {
      const price = run.value;
      if (price.isZero) continue;
      const times = timesFor("month", run.from, run.to, charge.monthDays, context);
      const code = codeOf(charge, period, limits.length === 0 ? undefined : step);
      context.add(
        charge,
        {
          code,
          quantity: inStep,
          unit: charge.unit,
          price,
          derivation: {
            rule: "demand",
            parts: [{ from: run.from, to: run.to, quantity: inStep, price, factor: times }],
            quantity: charge.quantity,
            ...(period === "" ? {} : { period }),
            values,
          },
        },
        inStep.timesDecimal(price).times(times),
      );
    }
  });
}

function priceOn(charge: DemandCharge, step: CompiledStep, day: LocalDay, context: RatingContext): Decimal {
  const price = step.price.kind === "dated" ? valueOn(step.price.dated, day) : undefined;
  if (price === undefined) throw fail("TARIFF_PRICE_MISSING", { code: charge.code, day: isoDay(day) });
  return price.times(loadDiscountOn(charge.loadDiscount, day, charge.code, context));
}
