import type { BillLine } from "#app/services/bill/show-bill.ts";
import { inputOfPeriod, type PeriodToRate } from "#app/services/shadow-run/rate-period.ts";
import { explainLine, type RatedBill, rate, type TariffProgram } from "#engines/billing/index.ts";
import { type Locale, ManifoldError } from "#engines/kernel/errors.ts";
import type { ExampleInput } from "#schema/blueprint/tariff/examples.ts";
import { exampleOf } from "./example-of-bill.ts";
import type { Sample } from "./samples.ts";

/** A billed period, rated once more. */
export interface RatedSample {
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly currency: string;
  /** What was billed for the period. */
  readonly billed: string;
  readonly total: string | null;
  readonly lines: readonly Omit<BillLine, "number">[];
  readonly error: string | null;
}

/** Rates a billed period by a tariff, which need not be its own. What cannot be rated says why. */
export function rateSample(
  program: TariffProgram,
  period: PeriodToRate,
  sample: Sample,
  locale: Locale,
): {
  readonly bill: RatedSample;
  /** The same bill as a golden example, to be kept with the tariff. */
  readonly example: ExampleInput | null;
} {
  const { agreement } = period;
  const common = {
    periodStart: agreement.periodStart,
    periodEnd: agreement.periodEnd,
    currency: program.currency,
    billed: sample.total,
  };
  try {
    const input = inputOfPeriod(program, undefined, period);
    const bill = rate(program, input);
    return {
      bill: { ...common, total: bill.total.toString(), lines: linesOf(bill, locale), error: null },
      example: exampleOf(program, bill, input, period, sample),
    };
  } catch (error) {
    if (!(error instanceof ManifoldError)) throw error;
    return { bill: { ...common, total: null, lines: [], error: error.wordsIn(locale) }, example: null };
  }
}

function linesOf(bill: RatedBill, locale: Locale): RatedSample["lines"] {
  return bill.lines.map((line) => ({
    code: line.code,
    label: line.label[locale],
    quantity: line.quantity?.toString() ?? null,
    unit: line.unit,
    price: line.price?.toString() ?? null,
    amount: line.amount.toString(),
    derivation: explainLine(line, bill, locale),
  }));
}
