import { dayOfMonthOf, monthOf, monthsLater, packedDate, yearOf } from "../kernel/civil.ts";
import type { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { minorUnits } from "../kernel/money.ts";
import type { LocalDay } from "../kernel/zone.ts";
import type { RatedBill } from "./bill.ts";
import { ENDLESS_PLACES } from "./line.ts";
import { dayInYear, monthNumber } from "./months.ts";
import type { Opening, PastPeak, RateInput } from "./ports.ts";
import type { TariffProgram } from "./program.ts";
import { rate } from "./rate.ts";

/** The bills of a span, one a month, chained: each takes up what the one before it left. */
export interface RatedSpan {
  readonly bills: readonly RatedBill[];
  /** The sum of the bills; where the tariff does not round, the exact sum. */
  readonly total: Decimal;
}

export interface SpanInput extends Omit<RateInput, "cycleMonths"> {
  /** Day of the month on which a bill begins, 1 … 31; held back to a month's last day. Default 1. */
  readonly billingDay?: number;
  /** Days on which readings closed a bill; then these cut the span, not the billing day. */
  readonly readDays?: readonly LocalDay[];
  /**
   * A single year without known past peaks is taken as repeating: January looks back on the months after it, as
   * planning tools do. In production the past is known, and this stays off.
   */
  readonly repeatYear?: boolean;
}

/** The bill periods of [from, to): cut at each billing day. First and last may be short. */
export function billPeriods(
  from: LocalDay,
  to: LocalDay,
  billingDay = 1,
): { from: LocalDay; to: LocalDay }[] {
  const cuts: LocalDay[] = [];
  const first = monthNumber(from);
  for (let month = first; ; month++) {
    const start = dayInYear(Math.floor(month / 12), (month % 12) + 1, 1);
    const cut = Math.min(start + billingDay - 1, monthsLater(start, 1) - 1);
    if (cut >= to) break;
    if (cut > from) cuts.push(cut);
  }
  return between(from, to, cuts);
}

function between(
  from: LocalDay,
  to: LocalDay,
  cuts: readonly LocalDay[],
): { from: LocalDay; to: LocalDay }[] {
  const edges = [from, ...cuts.filter((cut) => cut > from && cut < to), to];
  return edges.slice(1).map((end, at) => ({ from: edges[at] as LocalDay, to: end }));
}

/** Rates every bill period of a span. Throws what `rate` throws. */
export function rateSpan(program: TariffProgram, input: SpanInput): RatedSpan {
  const periods =
    input.readDays === undefined
      ? billPeriods(input.from, input.to, input.billingDay)
      : between(input.from, input.to, input.readDays);
  const agreement = { yearStart: yearStartOf(input), ...input.agreement };
  let opening: Opening = input.opening ?? {};
  if (program.looksBack && input.repeatYear === true && (opening.peaks?.length ?? 0) === 0) {
    opening = { ...opening, peaks: peaksOfYearBefore(program, input, periods) };
  }
  const bills: RatedBill[] = [];
  let exact = Fraction.ZERO;
  const last = periods.length - 1;
  const whole = { ...input, agreement };
  for (let at = 0; at <= last; at++) {
    const { from, to } = periods[at] as (typeof periods)[number];
    // Only the first and the last bill can be shorter than their cycle.
    const cycle = at === 0 || at === last ? cycleOf(from, input) : undefined;
    const own = { ...whole, from, to, opening };
    const bill = rate(program, cycle === undefined ? own : { ...own, ...cycle });
    bills.push(bill);
    exact = exact.plus(bill.exactTotal);
    opening = bill.closing;
  }
  const total = exact.toDecimal(ENDLESS_PLACES);
  const places = minorUnits(program.currency);
  return { bills, total: total.scale < places ? total.round(places, "half-up") : total };
}

/** The billing day at or before a bill's first day, where bills follow one. */
function cycleOf(from: LocalDay, { billingDay = 1, readDays }: SpanInput): { cycleStart?: LocalDay } {
  if (readDays !== undefined) return {};
  const packed = packedDate(from);
  const first = dayInYear(yearOf(packed), monthOf(packed), 1);
  const cut = Math.min(first + billingDay - 1, monthsLater(first, 1) - 1);
  if (cut <= from) return { cycleStart: cut };
  const before = monthsLater(first, -1);
  return { cycleStart: Math.min(before + billingDay - 1, first - 1) };
}

/** Without one in the agreement, the year of minimum charges is the calendar's, or the span's own year if it is one. */
function yearStartOf({ from, to }: SpanInput): { month: number; day: number } {
  const packed = packedDate(from);
  const isYear = monthsLater(from, 12) === to;
  return isYear ? { month: monthOf(packed), day: dayOfMonthOf(packed) } : { month: 1, day: 1 };
}

/** The peaks of the span itself, moved a year back: each month has seen the year that is about to repeat. */
function peaksOfYearBefore(
  program: TariffProgram,
  input: SpanInput,
  periods: readonly { from: LocalDay; to: LocalDay }[],
): PastPeak[] {
  const demandOnly: TariffProgram = {
    ...program,
    charges: program.charges.filter(({ type }) => type === "demand"),
    billRounding: "none",
  };
  return periods.flatMap((period) =>
    (rate(demandOnly, { ...input, ...period }).closing.peaks ?? [])
      .filter((peak) => peak.month === monthNumber(period.from))
      .map((peak) => ({ ...peak, month: peak.month - 12 })),
  );
}
