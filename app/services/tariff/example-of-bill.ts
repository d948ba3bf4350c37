import type { PeriodToRate } from "#app/services/shadow-run/rate-period.ts";
import { type RatedBill, type RateInput, statedOpening, type TariffProgram } from "#engines/billing/index.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import type { TermsInput } from "#schema/blueprint/tariff/agreement.ts";
import type { ExampleInput } from "#schema/blueprint/tariff/examples.ts";
import type { Sample } from "./samples.ts";

/**
 * A bill as a golden example: what was used by quantity and period, what the agreement states, and what it comes to. The
 * customer's name stays out of it: an example goes into releases and files.
 */
export function exampleOf(
  program: TariffProgram,
  bill: RatedBill,
  { usage, opening = {} }: RateInput,
  { agreement }: PeriodToRate,
  sample: Sample,
): ExampleInput {
  const used: Record<string, string> = {};
  for (const { quantity, byPeriod } of bill.quantities) {
    // A derived quantity comes out of what it is made of. What the agreement's rules made of the others is what was billed.
    if (program.quantities.has(quantity)) continue;
    for (const [period, amount] of Object.entries(byPeriod)) {
      used[period === "" ? quantity : `${quantity}.${period}`] = amount.toDecimal(6).toString();
    }
  }
  const hasParts = (quantity: string) => Object.keys(used).some((name) => name.startsWith(`${quantity}.`));
  for (const name of Object.keys(used)) if (hasParts(name)) delete used[name];
  const demands = usage.demands ?? [];
  // What the bill opened with takes the place of what the agreement states of its first bill.
  const {
    quantityRules,
    cycleOffset,
    openingOn,
    opening: stated,
    peaks,
    bank,
    amounts,
    ...terms
  } = agreement.terms as TermsInput;
  const lines: Record<string, Decimal> = {};
  for (const { code, amount } of bill.lines) lines[code] = amount.plus(lines[code] ?? Decimal.ZERO);
  return {
    label: {
      "zh-CN": `${sample.period} ${sample.agreementNumber}`,
      en: `${sample.period} ${sample.agreementNumber}`,
    },
    from: agreement.periodStart,
    to: agreement.periodEnd,
    cycleMonths: agreement.cycleMonths,
    agreement: {
      ...terms,
      ...statedOpening(opening),
    },
    usage: used,
    demand: Object.fromEntries(
      demands.map(({ quantity, period, value }) => [
        period === undefined ? quantity : `${quantity}.${period}`,
        value.toString(),
      ]),
    ),
    expect: {
      total: bill.total.toString(),
      lines: Object.fromEntries(Object.entries(lines).map(([code, amount]) => [code, amount.toString()])),
    },
  };
}
