import { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import type { LocalDay } from "../kernel/zone.ts";
import type { Measured, Segment, Source } from "./measured.ts";
import { shareOut, totalOf } from "./parts.ts";
import type { QuantityRule } from "./ports.ts";

/** The bill that rules are applied in. */
interface RuledBill {
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly segments: readonly Segment[];
  /** Months of the bill, for what is stated by month. */
  readonly months: Fraction;
}

/**
 * Applies the agreement's rules to a measured quantity, in the order given (SPEC B2, B2a): losses, shares, sub-meters,
 * corrections. A rule that holds for a part of the bill changes the use of those days only; a fixed quantity by month
 * counts by the days that it holds. The bill is cut where a rule begins or ends (`edgesOf`).
 */
export function applyRules(
  measured: Measured,
  rules: readonly QuantityRule[] | undefined,
  bill: RuledBill,
): Measured {
  const own = rules?.filter((rule) => rule.quantity === measured.quantity && holdsIn(rule, bill)) ?? [];
  if (own.length === 0) return measured;
  let { parts } = measured;
  const sources: Source[] = [...measured.sources];
  for (const rule of own) {
    const before = totalOf(parts);
    parts = applied(rule, parts, measured.periods, bill);
    sources.push({
      kind: "rule",
      rule: rule.kind,
      period: "",
      amount: totalOf(parts).minus(before),
      ...heldSpan(rule, bill),
    });
  }
  // Whole units are of what was measured, not of what became of it.
  return { ...measured, parts, sources, total: totalOf(parts), units: undefined };
}

/** The days on which a rule begins or ends to hold. */
export function* edgesOf(rules: readonly QuantityRule[]): Generator<LocalDay> {
  for (const rule of rules) {
    if (isOfOneBill(rule)) continue;
    if (rule.from !== undefined) yield rule.from;
    if (rule.until !== undefined) yield rule.until;
  }
}

type OfOneBill = Extract<QuantityRule, { readonly amount: Decimal }>;

const isOfOneBill = (rule: QuantityRule): rule is OfOneBill =>
  rule.kind === "less" || rule.kind === "correction";

/** Whether a rule says anything of a bill. An amount belongs to the bill in which its day lies; without one, to each. */
function holdsIn(rule: QuantityRule, { from, to }: RuledBill): boolean {
  if (isOfOneBill(rule)) return rule.on === undefined || (rule.on >= from && rule.on < to);
  return (rule.from ?? from) < to && (rule.until ?? to) > from;
}

function applied(
  rule: QuantityRule,
  parts: Measured["parts"],
  periods: readonly string[],
  bill: RuledBill,
): Fraction[][] {
  if (isOfOneBill(rule)) {
    const amount = Fraction.of(rule.kind === "less" ? rule.amount.negated() : rule.amount);
    return shareOut(parts, amount, periods.indexOf(rule.period ?? ""));
  }
  const holds = (segment: number) => {
    const { from, to } = bill.segments[segment] as Segment;
    return (rule.from ?? from) <= from && (rule.until ?? to) >= to;
  };
  const held = parts.filter((_, segment) => holds(segment));
  const changed = changedParts(rule, held, bill);
  let at = 0;
  return parts.map((row, segment) => (holds(segment) ? (changed[at++] as Fraction[]) : [...row]));
}

/** What becomes of the parts of the days on which a rule holds. */
function changedParts(
  rule: Exclude<QuantityRule, OfOneBill>,
  parts: Measured["parts"],
  bill: RuledBill,
): Fraction[][] {
  if (rule.kind === "loss-share" || rule.kind === "share") {
    const factor = rule.kind === "share" ? rule.share : Decimal.ONE.plus(rule.share);
    return parts.map((row) => row.map((part) => part.timesDecimal(factor)));
  }
  const fixed = monthsHeld(rule, bill).timesDecimal(rule.perMonth);
  switch (rule.kind) {
    case "fixed":
      return shareOut(parts, fixed.minus(totalOf(parts)), -1);
    case "less-fixed":
      return shareOut(parts, fixed.negated(), -1);
    case "loss-fixed":
      return shareOut(parts, fixed, -1);
  }
}

/** The months of the bill by the days on which a rule holds, so that a rule cut in two still comes to the whole. */
function monthsHeld(
  rule: { readonly from?: LocalDay; readonly until?: LocalDay },
  bill: RuledBill,
): Fraction {
  const { from, to, months } = bill;
  const days = Math.min(rule.until ?? to, to) - Math.max(rule.from ?? from, from);
  return days === to - from ? months : months.times(Fraction.ratio(Decimal.of(days), Decimal.of(to - from)));
}

/** For the derivation: the days on which a rule held, where they are not all of the bill's. */
function heldSpan(rule: QuantityRule, { from, to }: RuledBill): { from?: LocalDay; to?: LocalDay } {
  if (isOfOneBill(rule)) return {};
  const [first, end] = [Math.max(rule.from ?? from, from), Math.min(rule.until ?? to, to)];
  return first === from && end === to ? {} : { from: first, to: end };
}
