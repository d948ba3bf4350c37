import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export interface PaymentRow {
  readonly id: string;
  readonly amount: string;
  readonly currency: string;
  readonly paidAt: string;
  readonly gateway: string;
  readonly transactionNumber: string;
  readonly customerName: string;
  readonly billId: string | null;
  readonly billNumber: string | null;
  readonly receiptId: string | null;
  readonly receiptNumber: string | null;
}

const PAGE_SIZE = 50;

/** Payments, newest first; a customer's own by the floor of the portal's role. `after` is the id of the last one seen. */
export async function listPayments(
  scope: Scope,
  filter: { readonly customerId?: string | undefined },
  after?: string,
): Promise<{ payments: readonly PaymentRow[]; next: string | null }> {
  const rows = await readTenant<PaymentRow>(
    scope,
    "payment.list",
    `SELECT p.id, p.amount::text AS amount, p.currency, to_char(p.paid_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "paidAt",
       p.gateway, p.transaction_number AS "transactionNumber", c.name AS "customerName", b.id AS "billId",
       b.number AS "billNumber", r.id AS "receiptId", r.number AS "receiptNumber"
     FROM payment p JOIN customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id
     LEFT JOIN payment_intent i ON i.tenant_id = p.tenant_id AND i.id = p.payment_intent_id
     LEFT JOIN bill b ON b.tenant_id = i.tenant_id AND b.id = i.bill_id
     LEFT JOIN receipt r ON r.tenant_id = p.tenant_id AND r.payment_id = p.id
     WHERE p.tenant_id = $1 AND ($2::uuid IS NULL OR p.customer_id = $2) AND ($3::uuid IS NULL OR p.id < $3)
     ORDER BY p.id DESC LIMIT ${PAGE_SIZE + 1}`,
    [scope.tenantId, filter.customerId ?? null, after ?? null],
  );
  const payments = rows.slice(0, PAGE_SIZE);
  return { payments, next: rows.length > PAGE_SIZE ? (payments.at(-1)?.id ?? null) : null };
}
