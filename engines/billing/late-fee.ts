import type { LateFeeRule } from "#schema/blueprint/tariff/schema.ts";
import { Decimal } from "../kernel/decimal.ts";
import { DAY_MS, type LocalDay } from "../kernel/zone.ts";
import { dayInYear } from "./months.ts";

/** A debt that was not paid when due. */
export interface Debt {
  readonly amount: Decimal;
  readonly dueDay: LocalDay;
}

/** Days of one rate on one debt: a line of the late fee. */
export interface LateFeePart {
  readonly debt: Decimal;
  readonly from: LocalDay;
  /** Not included. */
  readonly to: LocalDay;
  readonly days: number;
  readonly perMille: Decimal;
  readonly amount: Decimal;
}

const THOUSAND = Decimal.of(1000);

/**
 * The late fee (违约金, 供电营业规则) on debts paid on a day: per mille a day in the year of the debt, another rate for
 * the days after it. Each part is rounded to the cent, half up. `total` respects the smallest fee of the rule; where
 * nothing is late, there is no fee.
 */
export function lateFee(
  rule: LateFeeRule,
  debts: readonly Debt[],
  paidDay: LocalDay,
): { readonly parts: readonly LateFeePart[]; readonly total: Decimal } {
  const parts: LateFeePart[] = [];
  for (const { amount, dueDay } of debts) {
    const from = rule.countsDueDay ? dueDay : dueDay + 1;
    const to = rule.countsPaymentDay ? paidDay + 1 : paidDay;
    if (to <= from || !amount.isPositive) continue;
    const rates = [
      { from, to: Math.min(to, yearEnd(dueDay)), perMille: rule.perMille },
      { from: Math.max(from, yearEnd(dueDay)), to, perMille: rule.perMilleLaterYears ?? rule.perMille },
    ];
    for (const span of rates) {
      const days = span.to - span.from;
      if (days <= 0) continue;
      const perMille = Decimal.parse(span.perMille);
      const fee = amount.times(perMille).times(Decimal.of(days)).dividedBy(THOUSAND, 2, "half-up");
      parts.push({ debt: amount, from: span.from, to: span.to, days, perMille, amount: fee });
    }
  }
  const sum = parts.reduce((total, part) => total.plus(part.amount), Decimal.ZERO.round(2, "half-up"));
  const least = rule.minimum === undefined ? undefined : Decimal.parse(rule.minimum);
  const lifted = least !== undefined && sum.isPositive ? sum.max(least).round(2, "half-up") : sum;
  return { parts, total: lifted };
}

/** 1 January after the year in which a day lies. */
function yearEnd(day: LocalDay): LocalDay {
  return dayInYear(new Date(day * DAY_MS).getUTCFullYear() + 1, 1, 1);
}
