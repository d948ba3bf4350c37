import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import type { RatingContext } from "./context.ts";
import { takeCredits, validCredits } from "./credits.ts";
import type { PointsCharge } from "./program.ts";

/**
 * Points: those of earlier bills are redeemed against earlier lines, oldest first, whole steps only and up to a share of
 * them; those that this bill earns are kept for the next. Whole points both times.
 */
export function ratePoints(charge: PointsCharge, context: RatingContext): void {
  const active = context.activeSegments(charge);
  if (active !== undefined && !active.includes(true)) return;
  const month = context.monthOfBill();
  const { redeem } = charge;
  const kept = validCredits(context.opening.bank?.[charge.code], charge.expireMonths, month);
  const balance = kept.reduce((sum, { quantity }) => sum.plus(quantity), Decimal.ZERO);
  const room = context.sumOf(redeem.of).timesDecimal(redeem.maxShare);
  const usable = stepsWithin(room, redeem.value, redeem.step, balance);
  const { used, left } = takeCredits(kept, Fraction.of(usable));
  const earned = earnedPoints(charge, context);
  context.closingBank[charge.code] = earned.isPositive ? [...left, { month, quantity: earned }] : left;
  if (used.isZero) return;
  const { from, to } = context.input;
  context.add(
    charge,
    {
      quantity: used,
      unit: "points",
      price: redeem.value.negated(),
      derivation: {
        rule: "points",
        parts: [{ from, to, quantity: used, price: redeem.value.negated() }],
        values: { balance, earned },
      },
    },
    used.timesDecimal(redeem.value).negated(),
  );
}

/** The most whole steps whose money does not exceed `room`, and that the balance has. */
function stepsWithin(room: Fraction, value: Decimal, step: number, balance: Decimal): Decimal {
  if (room.isNegative || room.isZero) return Decimal.ZERO;
  const size = Decimal.of(step);
  const byMoney = room.dividedBy(Fraction.of(value.times(size))).round(0, "down");
  const byBalance = balance.dividedBy(size, 0, "down");
  return byMoney.min(byBalance).times(size);
}

function earnedPoints({ earn, code }: PointsCharge, context: RatingContext): Decimal {
  if (earn.kind === "money") return floor(context.sumOf(earn.of).timesDecimal(earn.perMoney));
  const measured = context.measured(earn.quantity, earn.schedule, code);
  const column = earn.period === undefined ? -1 : measured.periods.indexOf(earn.period);
  const use =
    column < 0
      ? measured.total
      : measured.parts.reduce((sum, row) => sum.plus(row[column] as Fraction), Fraction.ZERO);
  return floor(use.timesDecimal(earn.perUnit));
}

function floor(points: Fraction): Decimal {
  return points.isNegative ? Decimal.ZERO : points.round(0, "down");
}
