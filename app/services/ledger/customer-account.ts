import { commonError } from "#app/platform/common-errors.ts";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { chartRowOf } from "./chart.ts";

export interface CustomerEntry {
  readonly id: string;
  readonly eventAt: string;
  readonly kind: "bill" | "cancellation" | "payment";
  readonly reference: string;
  readonly billId: string | null;
  /** The account on the other side. */
  readonly against: string;
  /** Positive: the customer owes more. */
  readonly amount: string;
  readonly currency: string;
}

export interface CustomerAccount {
  readonly customerId: string;
  readonly number: string;
  readonly name: string;
  readonly balances: readonly { readonly currency: string; readonly balance: string }[];
  readonly entries: readonly CustomerEntry[];
}

const ENTRIES_LIMIT = 200;

const ENTRIES = `
  SELECT e.id, to_char(e.event_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "eventAt", e.reference_kind AS kind,
    coalesce(b.number, p.transaction_number, '') AS reference, b.id AS "billId", other.code AS against,
    (CASE WHEN e.debit_account_id = own.id THEN e.amount ELSE -e.amount END)::text AS amount, e.currency
  FROM account own
  JOIN ledger_entry e ON e.tenant_id = own.tenant_id AND own.id IN (e.debit_account_id, e.credit_account_id)
  JOIN account other ON other.tenant_id = e.tenant_id
    AND other.id = CASE WHEN e.debit_account_id = own.id THEN e.credit_account_id ELSE e.debit_account_id END
  LEFT JOIN bill b ON b.tenant_id = e.tenant_id AND b.id = e.reference_id
  LEFT JOIN payment p ON p.tenant_id = e.tenant_id AND p.id = e.reference_id
  WHERE own.tenant_id = $1 AND own.customer_id = $2
  ORDER BY e.event_at DESC, e.id DESC LIMIT ${ENTRIES_LIMIT}`;

/** What a customer owes, with the latest entries behind it. @throws NOT_FOUND */
export async function customerAccount(
  scope: Scope,
  customerId: string,
  locale: Locale,
): Promise<CustomerAccount> {
  const [customer] = await readTenant<{ number: string; name: string }>(
    scope,
    "ledger.customer",
    "SELECT number, name FROM customer WHERE tenant_id = $1 AND id = $2",
    [scope.tenantId, customerId],
  );
  if (customer === undefined) throw commonError("NOT_FOUND");
  const entries = await readTenant<CustomerEntry>(scope, "ledger.customer-entries", ENTRIES, [
    scope.tenantId,
    customerId,
  ]);
  const balances = await readTenant<{ currency: string; balance: string }>(
    scope,
    "ledger.customer-balance",
    `SELECT own.currency, coalesce(sum(CASE WHEN e.debit_account_id = own.id THEN e.amount ELSE -e.amount END), 0)::text AS balance
     FROM account own JOIN ledger_entry e ON e.tenant_id = own.tenant_id AND own.id IN (e.debit_account_id, e.credit_account_id)
     WHERE own.tenant_id = $1 AND own.customer_id = $2 GROUP BY own.currency ORDER BY own.currency`,
    [scope.tenantId, customerId],
  );
  return {
    customerId,
    ...customer,
    balances,
    entries: entries.map((entry) => ({
      ...entry,
      against: chartRowOf(entry.against)?.name[locale] ?? entry.against,
    })),
  };
}
