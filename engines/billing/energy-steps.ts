import type { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { isoDay, type LocalDay } from "../kernel/zone.ts";
import type { RatingContext } from "./context.ts";
import { valueOn } from "./dated.ts";
import { fail } from "./errors.ts";
import type { TierWindow } from "./limits.ts";
import type { CompiledPrice, EnergyCharge } from "./program.ts";

// What the two ways of rating energy share: by fractions, and by whole units.

/** part × inStep ÷ whole, without a division where one of them is the whole. */
export function shareOf(part: Fraction, inStep: Fraction, whole: Fraction): Fraction {
  if (whole.compare(part) === 0) return inStep;
  if (whole.compare(inStep) === 0) return part;
  return part.times(inStep).dividedBy(whole);
}

export function openingUse(key: string, window: TierWindow, context: RatingContext): Fraction {
  const opening = context.opening.use?.[key];
  if (opening === undefined) return Fraction.ZERO;
  // Without a window the opening belongs to the first one that the bill meets.
  const applies = opening.window === undefined ? window.isFirst : opening.window === window.label;
  return applies ? Fraction.of(opening.quantity) : Fraction.ZERO;
}

export function priceOn(charge: EnergyCharge, price: CompiledPrice, day: LocalDay): Decimal {
  const found = price.kind === "dated" ? valueOn(price.dated, day) : undefined;
  if (found === undefined) throw fail("TARIFF_PRICE_MISSING", { code: charge.code, day: isoDay(day) });
  return found;
}
