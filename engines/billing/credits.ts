import type { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";

/** Credit of one month: kWh, money or points. */
export interface Credit {
  /** Months since year 0. */
  readonly month: number;
  readonly quantity: Decimal;
}

/** The credits that have not expired in `month`; without `months` none ever does. */
export function validCredits(
  credits: readonly Credit[] | undefined,
  months: number | undefined,
  month: number,
): Credit[] {
  return (credits ?? []).filter((credit) => months === undefined || credit.month + months > month);
}

/** Takes up to `wanted` from credits, oldest first. What is used is never more than there is. */
export function takeCredits(
  credits: readonly Credit[],
  wanted: Fraction,
): { readonly used: Fraction; readonly left: Credit[] } {
  let open = wanted;
  const left = credits.flatMap((credit) => {
    const used = Fraction.of(credit.quantity).min(open);
    open = open.minus(used);
    const rest = credit.quantity.minus(used.toDecimal(12));
    return rest.isPositive ? [{ ...credit, quantity: rest }] : [];
  });
  return { used: wanted.minus(open), left };
}
