// The face of the billing engine: a tariff becomes a program once, a program rates any number of bills.
export { type Agreement, agreementOf, statedOpening } from "./agreement.ts";
export { RatedBill, type RatedQuantity } from "./bill.ts";
export { checkTariff, type TariffFinding } from "./check-tariff.ts";
export { compileTariff } from "./compile.ts";
export { billingErrors } from "./errors.ts";
export { type ExampleOutcome, exampleOutcome, inputOfExample } from "./examples.ts";
export { explainLine } from "./explain.ts";
export { type Debt, type LateFeePart, lateFee } from "./late-fee.ts";
export { type Derivation, type DerivationPart, KnownLine, type RatedLine } from "./line.ts";
export { paintedSchedules } from "./paint.ts";
export { faultsOf, parseTariff } from "./parse-tariff.ts";
export type {
  AgreementTerms,
  AmountUsage,
  DatedNumber,
  DayValues,
  DemandUsage,
  IndexRead,
  IntervalUsage,
  Opening,
  PastPeak,
  PeakMoment,
  PriceSeries,
  QuantityRule,
  RateInput,
  RegisterUsage,
  Usage,
} from "./ports.ts";
export type { TariffProgram } from "./program.ts";
export { rate, reverse } from "./rate.ts";
export { type Shift, shiftUsage } from "./shift-usage.ts";
export { billPeriods, type RatedSpan, rateSpan, type SpanInput } from "./span.ts";
export { trueUp } from "./true-up.ts";
export { unusedTerms } from "./unused-terms.ts";
export { exportUrdb } from "./urdb/export.ts";
export { isUrdb } from "./urdb/fields.ts";
export { importUrdb } from "./urdb/import.ts";
