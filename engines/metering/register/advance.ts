import { Decimal } from "../../kernel/decimal.ts";
import { capacityOf, type RegisterShape } from "./index-read.ts";

/** How an index went from one read to the next. */
export type Advance =
  | { readonly kind: "forward"; readonly quantity: Decimal }
  /** The counter passed its highest index and began again at zero. */
  | { readonly kind: "rollover"; readonly quantity: Decimal }
  /** It cannot have counted so: a wrong read, a reset or another meter. No quantity follows from it. */
  | { readonly kind: "backwards" };

/** Share of the capacity within which a rollover is believed where no rule says otherwise. */
export const ROLLOVER_SHARE = Decimal.parse("0.1");

/**
 * M19, M20: what a register counted between two indices, before the multiplier. A lower end is a rollover only when
 * the start lies in the last and the end in the first part of the capacity; else the index went backwards.
 */
export function advanceOf(
  register: RegisterShape,
  start: Decimal,
  end: Decimal,
  rolloverShare: Decimal = ROLLOVER_SHARE,
): Advance {
  const difference = end.minus(start);
  if (!difference.isNegative) return { kind: "forward", quantity: difference };
  const capacity = capacityOf(register);
  const edge = capacity.times(rolloverShare);
  const rolled = !start.lessThan(capacity.minus(edge)) && !end.greaterThan(edge);
  return rolled ? { kind: "rollover", quantity: difference.plus(capacity) } : { kind: "backwards" };
}
