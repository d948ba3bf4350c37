import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { postEntries } from "#app/services/ledger/post-entries.ts";
import type { ReceiptContent } from "#app/services/receipt/issue-receipt.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { DAY_MS, dayStartMs, type Zone } from "#engines/kernel/zone.ts";
import { insertRows } from "./bulk.ts";
import { Random } from "./random.ts";
import { monthText, type Window } from "./window.ts";

/** What the customers of the demo paid with: the name that a real gateway's rows would bear. */
const GATEWAY = "simulator";
/** How many have paid: of older bills nearly all, of the last month's a part. */
const PAID_SHARE = { older: 0.95, last: 0.45 } as const;

interface OpenBill {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly number: string;
  readonly period: string;
  readonly agreement_number: string;
  readonly customer_id: string;
  readonly customer_number: string;
  readonly due: string;
  readonly currency: string;
  readonly posted_at: Date;
  readonly receipt: Omit<ReceiptContent, "amount" | "currency" | "gateway" | "transactionNumber" | "paidAt">;
}

/**
 * Lets most customers pay their bills, with everything that a paid order leaves behind: intent, payment, ledger entry,
 * allocation, receipt. In bulk, since one by one as `recordPayment` does it would take minutes. Returns how many paid.
 */
export async function writePayments(scope: Scope, slug: string, zone: Zone, window: Window): Promise<number> {
  const todayMs = dayStartMs(zone, window.today);
  const last = monthText(window.current - 2);
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<OpenBill>(OPEN_BILLS, [scope.tenantId]);
    const paid = rows.flatMap((bill) => {
      const random = new Random(`${slug}/pay/${bill.agreement_number}/${bill.period}`);
      const pays = random.chance(bill.period >= last ? PAID_SHARE.last : PAID_SHARE.older);
      const paidAtMs = bill.posted_at.getTime() + Math.round(random.between(0.3, 17) * DAY_MS);
      if (!pays || paidAtMs >= todayMs) return [];
      const ids = {
        intent: random.uuid(paidAtMs),
        payment: random.uuid(paidAtMs),
        receipt: random.uuid(paidAtMs),
      };
      return [{ ...bill, paidAt: new Date(paidAtMs), ids }];
    });
    await write(sql, scope.tenantId, paid);
    return paid.length;
  });
}

type PaidBill = OpenBill & {
  readonly paidAt: Date;
  readonly ids: Readonly<Record<"intent" | "payment" | "receipt", string>>;
};

async function write(sql: TenantSql, tenantId: string, paid: readonly PaidBill[]): Promise<void> {
  const tenant = { tenant_id: tenantId };
  const orderOf = ({ ids }: PaidBill): string => `M${ids.intent.replaceAll("-", "").slice(0, 31)}`;
  const money = (bill: PaidBill) => ({ amount: bill.due, currency: bill.currency, gateway: GATEWAY });
  await insertRows(
    sql,
    "payment_intent",
    paid.map((bill) => ({
      ...tenant,
      id: bill.ids.intent,
      order_number: orderOf(bill),
      customer_id: bill.customer_id,
      bill_id: bill.id,
      ...money(bill),
      state: "paid",
      created_at: new Date(bill.paidAt.getTime() - 60_000),
      expires_at: new Date(bill.paidAt.getTime() + 29 * 60_000),
      closed_at: bill.paidAt,
    })),
  );
  await insertRows(
    sql,
    "payment",
    paid.map((bill) => ({
      ...tenant,
      id: bill.ids.payment,
      customer_id: bill.customer_id,
      payment_intent_id: bill.ids.intent,
      ...money(bill),
      transaction_number: `DEMO-${bill.number}`,
      paid_at: bill.paidAt,
      received_at: bill.paidAt,
    })),
  );
  await insertRows(
    sql,
    "payment_allocation",
    paid.map((bill) => ({ ...tenant, payment_id: bill.ids.payment, bill_id: bill.id, amount: bill.due })),
  );
  await postEntries(
    sql,
    tenantId,
    paid.map((bill) => ({
      debit: "clearing",
      credit: { customerId: bill.customer_id, customerNumber: bill.customer_number },
      amount: Decimal.parse(bill.due),
      currency: bill.currency,
      eventAt: bill.paidAt,
      referenceKind: "payment",
      referenceId: bill.ids.payment,
      key: "received",
    })),
  );
  await sql.query(SETTLE, [tenantId, paid.map(({ id }) => id)]);
  // The same receipt that issue-receipt.ts writes one at a time.
  await insertRows(
    sql,
    "receipt",
    paid.map((bill) => ({
      ...tenant,
      id: bill.ids.receipt,
      number: `R${orderOf(bill).slice(1)}-${bill.ids.payment.slice(-4)}`,
      payment_id: bill.ids.payment,
      customer_id: bill.customer_id,
      content: { ...receiptOf(bill) },
      issued_at: bill.paidAt,
    })),
  );
}

function receiptOf(bill: PaidBill): ReceiptContent {
  const transactionNumber = `DEMO-${bill.number}`;
  const { receipt, currency, due, paidAt } = bill;
  return {
    ...receipt,
    amount: due,
    currency,
    gateway: GATEWAY,
    transactionNumber,
    paidAt: paidAt.toISOString(),
  };
}

const OPEN_BILLS = `
  SELECT b.id, b.number, b.period, a.number AS agreement_number, b.customer_id, c.number AS customer_number,
    (b.total - b.paid)::text AS due, b.currency, b.posted_at,
    jsonb_build_object('utility', t.name, 'customerNumber', c.number, 'customerName', c.name, 'address', p.address,
      'billNumber', b.number, 'periodStart', b.period_start, 'periodEnd', b.period_end, 'timezone', t.timezone) AS receipt
  FROM bill b
  JOIN platform.tenant t ON t.id = b.tenant_id
  JOIN service_point s ON s.tenant_id = b.tenant_id AND s.id = b.service_point_id
  JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
  JOIN agreement a ON a.tenant_id = b.tenant_id AND a.id = b.agreement_id
  JOIN customer c ON c.tenant_id = b.tenant_id AND c.id = b.customer_id
  WHERE b.tenant_id = $1 AND b.state = 'posted' AND b.paid = 0 AND b.total > 0
  ORDER BY b.number`;

const SETTLE = "UPDATE bill SET paid = total WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND paid = 0";
