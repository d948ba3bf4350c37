import type { AgreementToBill } from "#app/services/bill-run/load-agreements.ts";
import { mainUse } from "#app/services/bill-run/rate-agreement.ts";
import { compiledIn, type ReleaseContent } from "#app/services/blueprint/release.ts";
import type { Opening, TariffProgram } from "#engines/billing/index.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { type PeriodToRate, ratePeriod } from "./rate-period.ts";

/** What an agreement pays by both tariffs, from month to month. Sums are undefined once one side could not be rated. */
export interface Comparison {
  readonly agreementId: string;
  readonly class: string;
  currency: string;
  usage: Decimal;
  live: Decimal;
  draft: Decimal;
  bills: number;
  fault: { readonly side: "live" | "draft"; readonly error: ManifoldError } | undefined;
  /** What the bill before left, by each tariff; undefined before the first. */
  closing: { readonly live: Opening; readonly draft: Opening } | undefined;
}

export function newComparison(agreement: AgreementToBill): Comparison {
  const zero = Decimal.ZERO;
  return {
    agreementId: agreement.id,
    class: classOf(agreement),
    currency: "",
    usage: zero,
    live: zero,
    draft: zero,
    bills: 0,
    fault: undefined,
    closing: undefined,
  };
}

/** The customer class that the agreement states, else the kind of its customer. */
export function classOf({ terms, customerKind }: Pick<AgreementToBill, "terms" | "customerKind">): string {
  const stated = (terms as { attributes?: { class?: unknown } } | null)?.attributes?.class;
  return typeof stated === "string" && stated !== "" ? stated : customerKind;
}

/** Adds one period of an agreement to its comparison. Pure; a fault of either side ends it. */
export function comparePeriod(
  into: Comparison,
  release: ReleaseContent,
  draft: TariffProgram,
  period: PeriodToRate,
): void {
  if (into.fault !== undefined) return;
  let side: "live" | "draft" = "live";
  try {
    const live = compiledIn(release, "tariff", period.agreement.tariffKey).program;
    const before = ratePeriod(live, into.closing?.live, period);
    side = "draft";
    const after = ratePeriod(draft, into.closing?.draft, period);
    into.currency = live.currency;
    into.usage = into.usage.plus(mainUse(before, live));
    into.live = into.live.plus(before.total);
    into.draft = into.draft.plus(after.total);
    into.bills += 1;
    into.closing = { live: before.closing, draft: after.closing };
  } catch (error) {
    if (!(error instanceof ManifoldError)) throw error;
    into.fault = { side, error };
  }
}
