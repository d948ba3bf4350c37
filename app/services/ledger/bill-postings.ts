import type { RatedBill, RatedLine } from "#engines/billing/index.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import type { ChartKey } from "./chart.ts";
import type { Posting } from "./post-entries.ts";

export interface BillToPost {
  readonly billId: string;
  readonly customerId: string;
  readonly customerNumber: string;
  readonly postedAt: Date;
  readonly currency: string;
  readonly lines: readonly { readonly account: ChartKey; readonly amount: Decimal }[];
  /** Taxes that are already in the prices: moved from revenue to the tax account. */
  readonly includedTaxes: readonly { readonly code: string; readonly amount: Decimal }[];
}

/**
 * The ledger entries of a bill: what the customer owes against the account of each kind of line, one entry an account.
 * Together they move exactly the total of the bill onto the customer's receivable account.
 */
export function billPostings(bill: BillToPost, kind: "bill" | "cancellation" = "bill"): Posting[] {
  const sums = new Map<ChartKey, Decimal>();
  for (const { account, amount } of bill.lines) {
    sums.set(account, (sums.get(account) ?? Decimal.ZERO).plus(amount));
  }
  const common = {
    currency: bill.currency,
    eventAt: bill.postedAt,
    referenceKind: kind,
    referenceId: bill.billId,
  } as const;
  const receivable = { customerId: bill.customerId, customerNumber: bill.customerNumber };
  const sign = (amount: Decimal) => (kind === "bill" ? amount : amount.negated());
  const prefix = kind === "bill" ? "" : "cancel.";
  return [
    ...[...sums].map(
      ([account, amount]): Posting => ({
        ...common,
        debit: receivable,
        credit: account,
        amount: sign(amount),
        key: `${prefix}${account}`,
      }),
    ),
    ...bill.includedTaxes.map(
      ({ code, amount }): Posting => ({
        ...common,
        debit: "energy",
        credit: "tax",
        amount: sign(amount),
        key: `${prefix}included.${code}`,
      }),
    ),
  ];
}

/** Groups of a tariff's lines that have an account of their own. */
const BY_GROUP: Readonly<Record<string, ChartKey>> = {
  funds: "funds",
  tax: "tax",
  basic: "capacity",
  energy: "energy",
};

const BY_RULE: Readonly<Record<RatedLine["derivation"]["rule"], ChartKey>> = {
  energy: "energy",
  series: "energy",
  demand: "capacity",
  standing: "capacity",
  "power-factor": "adjustment",
  percentage: "adjustment",
  limit: "adjustment",
  points: "adjustment",
  plugin: "funds",
  rounding: "rounding",
};

/** Where a line of a bill is booked: by its group in the tariff, else by the rule that made it. */
export function accountOf(rule: RatedLine["derivation"]["rule"], group: string | null | undefined): ChartKey {
  return (group ? BY_GROUP[group] : undefined) ?? BY_RULE[rule] ?? "energy";
}

/** The parts of a freshly rated bill that are booked. */
export function bookedParts(rated: RatedBill): Pick<BillToPost, "lines" | "includedTaxes" | "currency"> {
  return {
    currency: rated.currency,
    lines: rated.lines.map(({ derivation, group, amount }) => ({
      account: accountOf(derivation.rule, group),
      amount,
    })),
    includedTaxes: rated.includedTaxes,
  };
}
