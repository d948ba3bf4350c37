import { z } from "zod";
import type { TenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { present } from "#engines/kernel/assert.ts";

/** What a receipt confirms, as it was on the day: names and addresses may change later, the receipt does not. */
export const receiptContent = z.object({
  utility: z.object({ "zh-CN": z.string(), en: z.string() }),
  customerNumber: z.string(),
  customerName: z.string(),
  address: z.string(),
  billNumber: z.string(),
  periodStart: z.string(),
  periodEnd: z.string(),
  amount: z.string(),
  currency: z.string(),
  gateway: z.string(),
  transactionNumber: z.string(),
  paidAt: z.string(),
  timezone: z.string(),
});
export type ReceiptContent = z.infer<typeof receiptContent>;

/** Issues the receipt of a payment, in the transaction that records it. One receipt for one payment. */
export async function issueReceipt(
  sql: TenantSql,
  tenantId: string,
  paymentId: string,
  now: Date,
): Promise<void> {
  const { rows } = await sql.query<{
    customer_id: string;
    order_number: string;
    content: Omit<ReceiptContent, "paidAt">;
    paid_at: Date;
  }>(
    `SELECT p.customer_id, i.order_number, p.paid_at, jsonb_build_object(
       'utility', t.name, 'customerNumber', c.number, 'customerName', c.name, 'address', pr.address,
       'billNumber', b.number, 'periodStart', b.period_start, 'periodEnd', b.period_end,
       'amount', p.amount::text, 'currency', p.currency, 'gateway', p.gateway,
       'transactionNumber', p.transaction_number, 'timezone', t.timezone) AS content
     FROM payment p
     JOIN platform.tenant t ON t.id = p.tenant_id
     JOIN customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id
     JOIN payment_intent i ON i.tenant_id = p.tenant_id AND i.id = p.payment_intent_id
     JOIN bill b ON b.tenant_id = p.tenant_id AND b.id = i.bill_id
     JOIN service_point s ON s.tenant_id = p.tenant_id AND s.id = b.service_point_id
     JOIN premise pr ON pr.tenant_id = p.tenant_id AND pr.id = s.premise_id
     WHERE p.tenant_id = $1 AND p.id = $2`,
    [tenantId, paymentId],
  );
  const row = present(rows[0], "a payment by a gateway has an intent, a bill and a customer");
  const content: ReceiptContent = receiptContent.parse({ ...row.content, paidAt: row.paid_at.toISOString() });
  await sql.query(
    `INSERT INTO receipt (tenant_id, id, number, payment_id, customer_id, content, issued_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ON CONSTRAINT receipt_payment_unique DO NOTHING`,
    // An order is paid once as a rule; a second payment of the same order gets a receipt of its own.
    [
      tenantId,
      newId(),
      `R${row.order_number.slice(1)}-${paymentId.slice(-4)}`,
      paymentId,
      row.customer_id,
      content,
      now,
    ],
  );
}
