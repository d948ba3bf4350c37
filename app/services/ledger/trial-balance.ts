import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { Decimal, sum } from "#engines/kernel/decimal.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { CHART, chartRowOf } from "./chart.ts";

export interface BalanceRow {
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly debit: string;
  readonly credit: string;
  /** Debit minus credit. */
  readonly balance: string;
}

export interface TrialBalance {
  readonly rows: readonly BalanceRow[];
  readonly totals: readonly { readonly currency: string; readonly debit: string; readonly credit: string }[];
}

// Summed over entries, never over kept balances: what stands here is what was written. Customers' accounts are one row.
const SUMS = `
  SELECT code, currency, sum(debit)::text AS debit, sum(credit)::text AS credit FROM (
    SELECT CASE WHEN a.kind = 'receivable' THEN $2 ELSE a.code END AS code, e.currency, sum(e.amount) AS debit, 0::numeric AS credit
    FROM ledger_entry e JOIN account a ON a.tenant_id = e.tenant_id AND a.id = e.debit_account_id
    WHERE e.tenant_id = $1 GROUP BY 1, 2
    UNION ALL
    SELECT CASE WHEN a.kind = 'receivable' THEN $2 ELSE a.code END, e.currency, 0::numeric, sum(e.amount)
    FROM ledger_entry e JOIN account a ON a.tenant_id = e.tenant_id AND a.id = e.credit_account_id
    WHERE e.tenant_id = $1 GROUP BY 1, 2
  ) AS sides GROUP BY code, currency ORDER BY currency, code`;

/** Debit and credit of every account of the chart. The two totals of a currency are equal, or the books are broken. */
export async function trialBalance(scope: Scope, locale: Locale): Promise<TrialBalance> {
  const found = await readTenant<{ code: string; currency: string; debit: string; credit: string }>(
    scope,
    "ledger.trial-balance",
    SUMS,
    [scope.tenantId, CHART.receivable.code],
  );
  const rows = found.map((row) => ({
    ...row,
    name: chartRowOf(row.code)?.name[locale] ?? row.code,
    balance: Decimal.parse(row.debit).minus(Decimal.parse(row.credit)).toString(),
  }));
  const totals = [...new Set(rows.map(({ currency }) => currency))].map((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    return {
      currency,
      debit: sum(own.map(({ debit }) => Decimal.parse(debit))).toString(),
      credit: sum(own.map(({ credit }) => Decimal.parse(credit))).toString(),
    };
  });
  return { rows, totals };
}
