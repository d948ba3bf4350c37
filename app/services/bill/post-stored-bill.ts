import type { TenantSql } from "#app/platform/database.ts";
import { accountOf, billPostings } from "#app/services/ledger/bill-postings.ts";
import { postEntries } from "#app/services/ledger/post-entries.ts";
import type { RatedLine } from "#engines/billing/index.ts";
import { Decimal } from "#engines/kernel/decimal.ts";

/** Columns of `bill` and its `customer` that its ledger entries need. */
export interface StoredBill {
  readonly currency: string;
  readonly customer_id: string;
  readonly customer_number: string;
  readonly included_taxes: readonly { readonly code: string; readonly amount: string }[];
}

/** Books a bill by the lines that stand in the database: as a run would have, or its exact reversal. */
export async function postStoredBill(
  sql: TenantSql,
  tenantId: string,
  billId: string,
  bill: StoredBill,
  { kind, at }: { readonly kind: "bill" | "cancellation"; readonly at: Date },
): Promise<void> {
  const lines = await sql.query<{
    rule: RatedLine["derivation"]["rule"];
    line_group: string | null;
    amount: string;
  }>(
    `SELECT derivation ->> 'rule' AS rule, line_group, amount::text FROM bill_line
     WHERE tenant_id = $1 AND bill_id = $2 ORDER BY number`,
    [tenantId, billId],
  );
  const postings = billPostings(
    {
      billId,
      customerId: bill.customer_id,
      customerNumber: bill.customer_number,
      currency: bill.currency,
      postedAt: at,
      lines: lines.rows.map(({ rule, line_group, amount }) => ({
        account: accountOf(rule, line_group),
        amount: Decimal.parse(amount),
      })),
      includedTaxes: bill.included_taxes.map(({ code, amount }) => ({ code, amount: Decimal.parse(amount) })),
    },
    kind,
  );
  await postEntries(sql, tenantId, postings);
}
