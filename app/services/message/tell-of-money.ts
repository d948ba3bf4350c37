import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { hasTemplate } from "./has-template.ts";
import { queueMessages } from "./queue-message.ts";
import { planReminders } from "./tell-of-overdue.ts";

interface BillRow {
  id: string;
  number: string;
  customer_id: string;
  name: string;
  month: string;
  usage: string;
  usage_unit: string;
  total: string;
  due_on: string;
}

/**
 * Tells customers of bills that were posted: one statement for all of them, one message a bill however often it is run. What
 * stays open is reminded of.
 */
export async function tellOfBills(scope: Scope, billIds: readonly string[], now: Date): Promise<void> {
  const tells = await hasTemplate(scope, "bill-issued");
  await withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<BillRow>(
      `SELECT b.id, b.number, b.customer_id, c.name, b.period || '-01' AS month, b.usage::text, b.usage_unit, b.total::text, b.due_on::text
       FROM bill b JOIN customer c ON c.tenant_id = b.tenant_id AND c.id = b.customer_id
       WHERE b.tenant_id = $1 AND b.id = ANY ($2::uuid[]) AND b.state = 'posted' ORDER BY b.id`,
      [scope.tenantId, billIds],
    );
    const inputs = rows.map((bill) => ({
      to: { customerId: bill.customer_id },
      key: `bill-issued:${bill.id}`,
      about: { noun: "bill", id: bill.id },
      data: {
        customerName: bill.name,
        billNumber: bill.number,
        billId: bill.id,
        month: bill.month,
        usage: { value: bill.usage, unit: bill.usage_unit },
        total: bill.total,
        dueOn: bill.due_on,
      },
    }));
    if (tells) await queueMessages(sql, scope, "bill-issued", inputs, now);
    await planReminders(sql, scope, rows);
  });
}

interface PaymentRow {
  customer_id: string;
  name: string;
  amount: string;
  paid_at: Date;
  bill_number: string | null;
  receipt_number: string | null;
}

/** Tells a customer that their payment has arrived. */
export async function tellOfPayment(scope: Scope, paymentId: string, now: Date): Promise<void> {
  if (!(await hasTemplate(scope, "payment-received"))) return;
  await withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<PaymentRow>(
      `SELECT p.customer_id, c.name, p.amount::text, p.paid_at, b.number AS bill_number, r.number AS receipt_number
       FROM payment p JOIN customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id
       LEFT JOIN payment_intent i ON i.tenant_id = p.tenant_id AND i.id = p.payment_intent_id
       LEFT JOIN bill b ON b.tenant_id = i.tenant_id AND b.id = i.bill_id
       LEFT JOIN receipt r ON r.tenant_id = p.tenant_id AND r.payment_id = p.id
       WHERE p.tenant_id = $1 AND p.id = $2`,
      [scope.tenantId, paymentId],
    );
    const inputs = rows.map((payment) => ({
      to: { customerId: payment.customer_id },
      key: `payment-received:${paymentId}`,
      about: { noun: "payment", id: paymentId },
      data: {
        customerName: payment.name,
        amount: payment.amount,
        paidAt: payment.paid_at.toISOString(),
        billNumber: payment.bill_number,
        receiptNumber: payment.receipt_number,
      },
    }));
    await queueMessages(sql, scope, "payment-received", inputs, now);
  });
}
