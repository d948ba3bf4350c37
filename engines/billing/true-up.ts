import { Fraction } from "../kernel/fraction.ts";
import { isoDay } from "../kernel/zone.ts";
import { RatedBill } from "./bill.ts";
import { fail } from "./errors.ts";
import type { RateInput } from "./ports.ts";
import type { TariffProgram } from "./program.ts";
import { rate } from "./rate.ts";

/**
 * The bill that follows estimated ones when the meter was read again: the whole span by its reads, as one long period of
 * the cycle, less what the estimated bills charged, line by line. So the customer pays in the end what reads at both ends
 * make, tiers included, however the estimates had spread it (SPEC B23).
 *
 * @param estimated the bills of the span before the actual one, in order, without a gap
 * @param input from the first estimated bill's first day to the read; `opening` as it was before the first of them
 */
export function trueUp(program: TariffProgram, estimated: readonly RatedBill[], input: RateInput): RatedBill {
  let reached = input.from;
  for (const bill of estimated) {
    if (bill.from !== reached || bill.to >= input.to) {
      throw fail("ESTIMATES_APART", {
        from: isoDay(bill.from),
        to: isoDay(bill.to),
        expected: isoDay(reached),
      });
    }
    reached = bill.to;
  }
  const whole = rate(program, input);
  const reversals = estimated.map((bill) => bill.reversed());
  let exact = whole.exactTotal;
  for (const reversal of reversals) exact = exact.plus(reversal.exactTotal);
  return new RatedBill(
    program.currency,
    {
      input,
      lines: [...whole.lines, ...reversals.flatMap(({ lines }) => lines)],
      includedTaxes: [...whole.includedTaxes, ...reversals.flatMap(({ includedTaxes }) => includedTaxes)],
      closing: whole.closing,
      measuredQuantities: () => whole.measuredQuantities(),
    },
    exact.isZero ? Fraction.ZERO : exact,
  );
}
