import type { PeriodToRate } from "#app/services/shadow-run/rate-period.ts";
import type { RatedBill } from "#engines/billing/index.ts";
import type { ExampleInput } from "#schema/blueprint/tariff/examples.ts";
import type { Sample } from "./samples.ts";

/**
 * A bill as a golden example: what was used by quantity and period, what the agreement states, and what it comes to. The
 * customer's name stays out of it: an example goes into releases and files.
 */
export function exampleOf(bill: RatedBill, { agreement, usage }: PeriodToRate, sample: Sample): ExampleInput {
  const used: Record<string, string> = {};
  for (const { quantity, byPeriod, sources } of bill.quantities) {
    // A derived quantity comes out of what it is made of.
    if (sources.some((source) => source.kind === "rule")) continue;
    for (const [period, amount] of Object.entries(byPeriod)) {
      used[period === "" ? quantity : `${quantity}.${period}`] = amount.toDecimal(6).toString();
    }
  }
  const hasParts = (quantity: string) => Object.keys(used).some((name) => name.startsWith(`${quantity}.`));
  for (const name of Object.keys(used)) if (hasParts(name)) delete used[name];
  const demands = usage?.ok === true ? (usage.value.usage.demands ?? []) : [];
  const terms = agreement.terms as { numbers?: Record<string, unknown>; attributes?: Record<string, never> };
  const opening = Object.entries(openingUse(agreement.previous?.closing)).filter(
    ([, value]) => value !== "0",
  );
  return {
    label: {
      "zh-CN": `${sample.period} ${sample.agreementNumber}`,
      en: `${sample.period} ${sample.agreementNumber}`,
    },
    from: agreement.periodStart,
    to: agreement.periodEnd,
    cycleMonths: agreement.cycleMonths,
    agreement: {
      ...(terms.numbers === undefined ? {} : { numbers: terms.numbers as Record<string, string> }),
      ...(terms.attributes === undefined ? {} : { attributes: terms.attributes }),
      ...(opening.length === 0 ? {} : { opening: Object.fromEntries(opening) }),
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
      lines: Object.fromEntries(bill.lines.map(({ code, amount }) => [code, amount.toString()])),
    },
  };
}

/** Use of the running year that the bill opened with. */
function openingUse(closing: unknown): Record<string, string> {
  const use = (closing as { use?: Record<string, { quantity?: unknown }> } | undefined)?.use ?? {};
  return Object.fromEntries(
    Object.entries(use).map(([name, entry]) => [name, String(entry.quantity ?? "0")]),
  );
}
