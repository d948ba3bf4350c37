import { unreachable } from "../kernel/assert.ts";
import { Fraction } from "../kernel/fraction.ts";
import { RatedBill } from "./bill.ts";
import { rateDemand } from "./charge-demand.ts";
import { rateEnergy } from "./charge-energy.ts";
import { ratePoints } from "./charge-points.ts";
import { rateLimit, ratePercentage, ratePowerFactor } from "./charge-relative.ts";
import { rateStanding } from "./charge-standing.ts";
import { RatingContext } from "./context.ts";
import { KnownLine } from "./line.ts";
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
  return new RatedBill(program.currency, context, context.sum);
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
    case "points":
      ratePoints(charge, context);
      break;
    default:
      unreachable(charge);
  }
}

const ROUNDING_LABEL = { "zh-CN": "尾差", en: "Rounding" };

/** Rounding of the whole bill is a line, so that the lines always add up to the total. */
function roundBill(context: RatingContext): void {
  const { billRounding } = context.program;
  const { sum } = context;
  if (billRounding === "none") return;
  const difference = Fraction.of(sum.round(billRounding.place, billRounding.mode)).minus(sum);
  if (difference.isZero) return;
  context.push(
    new KnownLine({
      code: "rounding",
      label: ROUNDING_LABEL,
      group: undefined,
      quantity: null,
      unit: null,
      price: null,
      derivation: {
        rule: "rounding",
        parts: [],
        values: { sum, place: String(billRounding.place) },
        exact: difference,
        rounding: "none",
      },
    }),
  );
}

/** The exact reversal of a bill: what cancelling it posts. Bill and reversal add up to zero, line by line. */
export function reverse(bill: RatedBill): RatedBill {
  return bill.reversed();
}
