import { unreachable } from "../kernel/assert.ts";
import type { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { minorUnits } from "../kernel/money.ts";
import type { RatedBill, RatedLine, RatedQuantity } from "./bill.ts";
import { rateDemand } from "./charge-demand.ts";
import { rateEnergy } from "./charge-energy.ts";
import { rateLimit, ratePercentage, ratePowerFactor } from "./charge-relative.ts";
import { rateStanding } from "./charge-standing.ts";
import { ENDLESS_PLACES, RatingContext } from "./context.ts";
import type { Measured } from "./measure.ts";
import type { RateInput } from "./ports.ts";
import type { CompiledCharge, TariffProgram } from "./program.ts";

/**
 * Rates one bill. Pure: the same program and input give the same bill, digit by digit.
 * Throws ManifoldErrors of the billing catalogue where usage or agreement lack what the tariff asks for.
 */
export function rate(program: TariffProgram, input: RateInput): RatedBill {
  const context = new RatingContext(program, input);
  for (const charge of program.charges) rateCharge(charge, context);
  roundBill(context);
  let exactTotal = Fraction.ZERO;
  for (const amount of context.exact) exactTotal = exactTotal.plus(amount);
  const quantities = [...context.measuredQuantities()].map(ratedQuantity);
  return {
    from: input.from,
    to: input.to,
    currency: program.currency,
    lines: context.lines,
    total: shown(exactTotal, program.currency),
    includedTaxes: context.includedTaxes,
    quantities,
    estimated: quantities.some(({ sources }) =>
      sources.some((source) => "estimated" in source && source.estimated),
    ),
    closing: closingOf(context),
    exactTotal,
  };
}

function rateCharge(charge: CompiledCharge, context: RatingContext): void {
  switch (charge.type) {
    case "energy":
      rateEnergy(charge, context);
      break;
    case "demand":
      rateDemand(charge, context);
      break;
    case "standing":
      rateStanding(charge, context);
      break;
    case "power-factor":
      ratePowerFactor(charge, context);
      break;
    case "percentage":
      ratePercentage(charge, context);
      break;
    case "limit":
      rateLimit(charge, context);
      break;
    default:
      unreachable(charge);
  }
}

const ROUNDING_LABEL = { "zh-CN": "尾差", en: "Rounding" };

/** Rounding of the whole bill is a line, so that the lines always add up to the total. */
function roundBill(context: RatingContext): void {
  const { billRounding } = context.program;
  if (billRounding === "none") return;
  let sum = Fraction.ZERO;
  for (const amount of context.exact) sum = sum.plus(amount);
  const rounded = Fraction.of(sum.round(billRounding.place, billRounding.mode));
  const difference = rounded.minus(sum);
  if (difference.isZero) return;
  context.exact.push(difference);
  context.lines.push({
    code: "rounding",
    label: ROUNDING_LABEL,
    quantity: null,
    unit: null,
    price: null,
    amount: shown(difference, context.program.currency),
    derivation: { rule: "rounding", parts: [], values: { sum }, exact: difference, rounding: billRounding },
  });
}

/** At least the currency's minor unit, more digits only where the tariff does not round. */
function shown(value: Fraction, currency: string): Decimal {
  const exact = value.toDecimal(ENDLESS_PLACES);
  const places = minorUnits(currency);
  return exact.scale >= places ? exact : exact.round(places, "half-up");
}

function ratedQuantity(measured: Measured): RatedQuantity {
  const byPeriod: Record<string, Fraction> = {};
  measured.periods.forEach((period, column) => {
    let sum = Fraction.ZERO;
    for (const row of measured.parts) sum = sum.plus(row[column] as Fraction);
    byPeriod[period] = sum;
  });
  return { quantity: measured.quantity, total: measured.total, byPeriod, sources: measured.sources };
}

function closingOf(context: RatingContext): RatedBill["closing"] {
  const { opening } = context;
  const month = context.monthOfBill();
  return {
    use: { ...opening.use, ...context.closingUse },
    // Three years cover the longest look-back.
    peaks: [...(opening.peaks ?? []).filter((peak) => month - peak.month < 37), ...context.peaks],
    bank: { ...opening.bank, ...context.closingBank },
    amounts: { ...opening.amounts, ...context.closingAmounts },
  };
}

/** The exact reversal of a bill: what cancelling it posts. Bill and reversal add up to zero, line by line. */
export function reverse(bill: RatedBill): RatedBill {
  return {
    ...bill,
    lines: bill.lines.map(
      (line): RatedLine => ({
        ...line,
        quantity: line.quantity === null ? null : line.quantity.negated(),
        amount: line.amount.negated(),
      }),
    ),
    total: bill.total.negated(),
    includedTaxes: bill.includedTaxes.map((tax) => ({ ...tax, amount: tax.amount.negated() })),
    exactTotal: bill.exactTotal.negated(),
  };
}
