import { compiledIn, type ReleaseContent } from "#app/services/blueprint/release.ts";
import { type Opening, type RatedBill, rate, type TariffProgram } from "#engines/billing/index.ts";
import { present } from "#engines/kernel/assert.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { errorsOf, type ManifoldError } from "#engines/kernel/errors.ts";
import { minorUnits } from "#engines/kernel/money.ts";
import { attempt, type Result } from "#engines/kernel/result.ts";
import { isoDay, type LocalDay, parseDay } from "#engines/kernel/zone.ts";
import type { RegisterPart } from "#engines/metering/index.ts";
import { MAIN_QUANTITY } from "#schema/blueprint/tariff/schema.ts";
import { openingOf, type ReadTerms, readTerms } from "./agreement-terms.ts";
import { holdReason } from "./check-bill.ts";
import { billExceptionErrors } from "./errors.ts";
import type { AgreementToBill } from "./load-agreements.ts";
import { daysOf, type LoadedUsage } from "./load-usage.ts";

const fail = errorsOf(billExceptionErrors);

/** A bill as it will be stored. */
export interface MadeBill {
  readonly agreement: AgreementToBill;
  readonly rated: RatedBill;
  readonly tariffHash: string;
  readonly releaseNumber: number;
  readonly usage: Decimal;
  readonly usageUnit: string;
  readonly reads: readonly RegisterPart[];
  readonly estimated: boolean;
  /** Set: the bill waits for a person. */
  readonly hold: ManifoldError | undefined;
}

export type Outcome =
  | { readonly kind: "bill"; readonly bill: MadeBill }
  | { readonly kind: "failed"; readonly agreementId: string; readonly error: ManifoldError }
  | { readonly kind: "skipped"; readonly agreementId: string };

/** Bills one agreement, or says why not. Pure but for the release's cache of programs. */
export function rateAgreement(
  release: ReleaseContent,
  agreement: AgreementToBill,
  usage: Result<LoadedUsage> | undefined,
): Outcome {
  if (agreement.billed) return { kind: "skipped", agreementId: agreement.id };
  const made = attempt(() => makeBill(release, agreement, usage));
  return made.ok
    ? { kind: "bill", bill: made.value }
    : { kind: "failed", agreementId: agreement.id, error: made.error };
}

function makeBill(
  release: ReleaseContent,
  agreement: AgreementToBill,
  loaded: Result<LoadedUsage> | undefined,
): MadeBill {
  refuseOutOfOrder(agreement);
  const tariff = compiledIn(release, "tariff", agreement.tariffKey);
  const { from, to } = daysOf(agreement);
  const startOn = present(parseDay(agreement.startOn), "PostgreSQL gives dates as year-month-day");
  const terms = readTerms(agreement.terms, startOn);
  const opening = openingFor(agreement, terms, tariff.program, from, startOn);
  const { usage, reads, estimated } = unwrap(present(loaded, "usage is loaded for each agreement"));
  const rated = rate(tariff.program, {
    from,
    to,
    usage,
    agreement: terms.agreement,
    cycleMonths: agreement.cycleMonths,
    ...(opening && { opening }),
  });
  refuseUnpayable(rated);
  const main = MAIN_QUANTITY[tariff.program.tariff.utility];
  const used = mainUse(rated, tariff.program);
  return {
    agreement,
    rated,
    tariffHash: tariff.item.hash,
    releaseNumber: tariff.releaseNumber,
    usage: used,
    usageUnit: main.unit,
    reads,
    estimated: estimated || rated.estimated,
    hold: holdReason(agreement, rated, used, main.unit, tariff.program.tariff.holds),
  };
}

/** Use of the utility's main quantity in a bill. */
export function mainUse(rated: RatedBill, program: TariffProgram): Decimal {
  const { quantity: main } = MAIN_QUANTITY[program.tariff.utility];
  const measured = rated.quantities.find(({ quantity }) => quantity === main);
  return measured === undefined ? Decimal.ZERO : measured.total.round(USAGE_PLACES, "half-up").stripped();
}

/** Places of the use that lists and charts show; the lines themselves are exact. */
const USAGE_PLACES = 6;

function unwrap<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw result.error;
}

/** Yearly tiers stand on the bills before: a period is billed after the one before it, and never beneath a later one. */
function refuseOutOfOrder({ previous, laterNumber, periodStart }: AgreementToBill): void {
  if (laterNumber !== null) throw fail("LATER_BILL_EXISTS", { number: laterNumber });
  if (previous === null) return;
  if (previous.state === "draft") throw fail("EARLIER_BILL_HELD", { number: previous.number });
  if (previous.end < periodStart) throw fail("EARLIER_BILL_MISSING", { from: previous.end, to: periodStart });
  if (previous.end > periodStart) throw fail("BILLS_OVERLAP", { to: previous.end, from: periodStart });
}

/**
 * What the bill opens with: the closing of the bill before it; for the first one what the agreement states. An agreement
 * that used energy earlier in a year of yearly tiers, and of which nobody says how much, gets no bill: it would be too low.
 */
export function openingFor(
  agreement: Pick<AgreementToBill, "previous">,
  terms: ReadTerms,
  program: TariffProgram,
  from: LocalDay,
  startOn: LocalDay,
): Opening | undefined {
  if (agreement.previous !== null) return openingOf(agreement.previous.closing);
  if (terms.opening !== undefined && terms.opening.on <= from) return terms.opening.opening;
  for (const yearStart of yearStarts(program)) {
    const begin = lastYearStart(from, yearStart);
    if (begin < from && startOn < from) {
      throw fail("OPENING_UNKNOWN", { year: isoDay(begin).slice(0, 4), on: isoDay(from) });
    }
  }
  return undefined;
}

type YearStart = { readonly month: number; readonly day: number };

function yearStarts(program: TariffProgram): YearStart[] {
  return program.charges.flatMap((charge) =>
    charge.type === "energy" && charge.tiers?.window === "year" ? [charge.tiers.yearStart] : [],
  );
}

/** The last day at or before `day` on which a running year begins. */
function lastYearStart(day: LocalDay, { month, day: dayOfMonth }: YearStart): LocalDay {
  const year = Number(isoDay(day).slice(0, 4));
  const inYear = (which: number) => Date.UTC(which, month - 1, dayOfMonth) / 86_400_000;
  return inYear(year) <= day ? inYear(year) : inYear(year - 1);
}

/** A bill that nobody can pay to the cent is a fault of the tariff, not of the customer. */
function refuseUnpayable({ total, currency }: RatedBill): void {
  if (total.stripped().scale > minorUnits(currency))
    throw fail("TOTAL_NOT_PAYABLE", { total: total.toString(), currency });
}
