import { type ReadTerms, readTerms } from "#app/services/bill-run/agreement-terms.ts";
import type { AgreementToBill } from "#app/services/bill-run/load-agreements.ts";
import { daysOf, type LoadedUsage } from "#app/services/bill-run/load-usage.ts";
import { openingFor } from "#app/services/bill-run/rate-agreement.ts";
import {
  type Opening,
  type RatedBill,
  type RateInput,
  rate,
  type TariffProgram,
} from "#engines/billing/index.ts";
import { present } from "#engines/kernel/assert.ts";
import type { Decimal } from "#engines/kernel/decimal.ts";
import type { Result } from "#engines/kernel/result.ts";
import { type LocalDay, parseDay } from "#engines/kernel/zone.ts";

/** One period of an agreement, to be rated by a tariff that need not be its own. */
export interface PeriodToRate {
  readonly agreement: AgreementToBill;
  readonly usage: Result<LoadedUsage> | undefined;
  /** Use of the running year before this period, from the bills that stand; for a tariff with yearly tiers. */
  readonly usedThisYear: Decimal | undefined;
}

/**
 * Rates a period by any tariff, as a bill run would rate it by the agreement's own.
 * @param closing what the period before left by the same tariff; undefined before the first
 * @throws what rating throws, and the fault of the usage
 */
export function ratePeriod(
  program: TariffProgram,
  closing: Opening | undefined,
  period: PeriodToRate,
): RatedBill {
  return rate(program, inputOfPeriod(program, closing, period));
}

/** What a period is rated from. @throws the fault of the usage, and what the terms of the agreement lack */
export function inputOfPeriod(
  program: TariffProgram,
  closing: Opening | undefined,
  period: PeriodToRate,
): RateInput {
  const { agreement, usage } = period;
  const loaded = present(usage, "usage is loaded for each agreement");
  if (!loaded.ok) throw loaded.error;
  const { from, to } = daysOf(agreement);
  const startOn = present(parseDay(agreement.startOn), "PostgreSQL gives dates as year-month-day");
  const terms = readTerms(agreement.terms, startOn);
  const opening = closing ?? firstOpening(program, period, terms, from, startOn);
  return {
    from,
    to,
    usage: loaded.value.usage,
    agreement: terms.agreement,
    cycleMonths: agreement.cycleMonths,
    ...(opening && { opening }),
  };
}

/**
 * What the first period opens with: as in a bill run; where the bills before were made by a tariff that does not add up
 * use, their use of the year.
 */
function firstOpening(
  program: TariffProgram,
  { agreement, usedThisYear }: PeriodToRate,
  terms: ReadTerms,
  from: LocalDay,
  startOn: LocalDay,
): Opening | undefined {
  const opening = openingFor(agreement, terms, program, from, startOn);
  if (opening === undefined || usedThisYear === undefined) return opening;
  const use = { ...opening.use };
  for (const charge of program.charges) {
    if (charge.type !== "energy" || charge.tiers?.window !== "year") continue;
    use[charge.quantity] ??= { quantity: usedThisYear };
  }
  return { ...opening, use };
}
