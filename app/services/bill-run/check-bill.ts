import type { RatedBill } from "#engines/billing/index.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { errorsOf, type ManifoldError } from "#engines/kernel/errors.ts";
import type { Tariff } from "#schema/blueprint/tariff/schema.ts";
import { billHoldErrors } from "./errors.ts";
import type { AgreementToBill } from "./load-agreements.ts";
import { daysOf } from "./load-usage.ts";

const hold = errorsOf(billHoldErrors);

/**
 * Why a bill should be looked at before it is posted, by the thresholds of its tariff: a negative total, use that has risen beyond belief, no use where there
 * was some. `undefined`: post it.
 */
export function holdReason(
  agreement: AgreementToBill,
  rated: RatedBill,
  usage: Decimal,
  unit: string,
  holds: Tariff["holds"],
): ManifoldError | undefined {
  const { total, currency } = rated;
  if (total.isNegative) return hold("BILL_NEGATIVE", { total: total.toString(), currency });
  const reference = referenceOf(agreement);
  if (reference === undefined) return undefined;
  const params = { reference: reference.usage.toString(), unit, than: reference.than };
  if (usage.isZero) return holds.zero ? hold("BILL_USE_ZERO", params) : undefined;
  const risen =
    usage.compare(reference.usage.times(Decimal.parse(holds.riseTimes))) >= 0 &&
    usage.minus(reference.usage).compare(Decimal.parse(holds.riseFloor)) >= 0;
  if (!risen) return undefined;
  const times = usage.dividedBy(reference.usage, 1, "half-up").toString();
  return hold("BILL_USE_RISEN", { ...params, usage: usage.toString(), times });
}

/** What the period is compared with, brought to its length in days. Without positive use there is nothing to compare. */
function referenceOf(agreement: AgreementToBill): { usage: Decimal; than: string } | undefined {
  const { yearAgo, previous } = agreement;
  const from = yearAgo ?? previous;
  if (from === null) return undefined;
  const { from: start, to: end } = daysOf(agreement);
  const usage = Decimal.parse(from.usage)
    .times(Decimal.of(end - start))
    .dividedBy(Decimal.of(from.days), 2, "half-up");
  return usage.isPositive ? { usage, than: yearAgo ? "YEAR_AGO" : "PREVIOUS" } : undefined;
}
