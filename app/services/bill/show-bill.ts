import { commonError } from "#app/platform/common-errors.ts";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { exceptionWords } from "#app/services/bill-run/list-exceptions.ts";
import { explainLine } from "#engines/billing/explain.ts";
import type { RatedBill, RatedLine } from "#engines/billing/index.ts";
import type { Locale, Words } from "#engines/kernel/errors.ts";
import type { RegisterPart } from "#engines/metering/index.ts";
import type { BillRow } from "./list-bills.ts";

export interface BillLine {
  readonly number: number;
  readonly code: string;
  readonly label: string;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly price: string | null;
  readonly amount: string;
  /** How it came about, sentence by sentence, in the language that was asked for. */
  readonly derivation: readonly string[];
}

/** An index read behind the bill. Instants in ms. */
export interface BillRead {
  readonly meterSerial: string;
  /** Which of the meter's registers: "peak"; null where the register is gone. */
  readonly register: string | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly startIndex: string;
  readonly endIndex: string;
  readonly multiplier: string;
  readonly quantity: string;
}

export interface ShownBill extends BillRow {
  readonly agreementNumber: string;
  readonly address: string;
  readonly customerId: string;
  readonly tariffKey: string;
  readonly tariffName: string;
  readonly tariffHash: string;
  readonly releaseNumber: number;
  readonly revision: number;
  readonly postedAt: string | null;
  readonly timezone: string;
  readonly lines: readonly BillLine[];
  readonly reads: readonly BillRead[];
  readonly includedTaxes: readonly { readonly label: string; readonly amount: string }[];
  /** The bill of the agreement before this one, and the same month of the year before. */
  readonly previous: ComparedBill | null;
  readonly yearAgo: ComparedBill | null;
  readonly payments: readonly BillPayment[];
  /** Why it is held, in words; null for a bill that is not. */
  readonly heldBy: string | null;
}

export interface ComparedBill {
  readonly id: string;
  readonly period: string;
  readonly total: string;
  readonly usage: string;
  readonly days: number;
}

export interface BillPayment {
  readonly id: string;
  readonly amount: string;
  readonly paidAt: string;
  readonly transactionNumber: string;
  readonly receiptId: string | null;
}

const compared = (condition: string, order: string): string => `(
  SELECT jsonb_build_object('id', o.id, 'period', o.period, 'total', o.total::text, 'usage', o.usage::text, 'days', o.period_end - o.period_start)
  FROM bill o WHERE o.tenant_id = b.tenant_id AND o.agreement_id = b.agreement_id AND o.state = 'posted' AND ${condition}
  ORDER BY ${order} LIMIT 1)`;

const SHOW = `
  SELECT b.id, b.number, c.number AS "customerNumber", c.name AS "customerName", c.id AS "customerId", b.period,
    b.period_start AS "periodStart", b.period_end AS "periodEnd", b.period_end - 1 AS "lastDay", b.state, b.total::text AS total,
    (b.total - b.paid)::text AS due, b.currency, b.usage::text AS usage, b.usage_unit AS "usageUnit", b.due_on AS "dueOn",
    b.estimated, a.number AS "agreementNumber", pr.address, b.tariff_key AS "tariffKey", b.tariff_hash AS "tariffHash",
    b.release_number AS "releaseNumber", b.revision, s.timezone, bi.content -> 'label' AS "tariffLabel",
    b.quantities, b.reads, b.included_taxes AS "includedTaxes",
    to_char(b.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "postedAt",
    ${compared("o.period_start < b.period_start", "o.period_start DESC, o.revision DESC")} AS previous,
    ${compared("o.period_start = (b.period_start - interval '1 year')::date", "o.revision DESC")} AS "yearAgo",
    (SELECT jsonb_agg(to_jsonb(l) - 'tenant_id' || jsonb_build_object('quantity', l.quantity::text, 'price', l.price::text, 'amount', l.amount::text) ORDER BY l.number)
     FROM bill_line l WHERE l.tenant_id = b.tenant_id AND l.bill_id = b.id) AS "storedLines",
    (SELECT jsonb_agg(jsonb_build_object('id', p.id, 'amount', pa.amount::text, 'paidAt', to_char(p.paid_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       'transactionNumber', p.transaction_number, 'receiptId', r.id) ORDER BY p.id)
     FROM payment_allocation pa JOIN payment p ON p.tenant_id = pa.tenant_id AND p.id = pa.payment_id
     LEFT JOIN receipt r ON r.tenant_id = p.tenant_id AND r.payment_id = p.id
     WHERE pa.tenant_id = b.tenant_id AND pa.bill_id = b.id) AS payments,
    (SELECT jsonb_object_agg(r.id, r.code) FROM register r WHERE r.tenant_id = b.tenant_id
       AND r.id IN (SELECT (part ->> 'registerId')::uuid FROM jsonb_array_elements(b.reads) part)) AS registers
  FROM bill b
  JOIN agreement a ON a.tenant_id = b.tenant_id AND a.id = b.agreement_id
  JOIN customer c ON c.tenant_id = b.tenant_id AND c.id = b.customer_id
  JOIN service_point s ON s.tenant_id = b.tenant_id AND s.id = b.service_point_id
  JOIN premise pr ON pr.tenant_id = s.tenant_id AND pr.id = s.premise_id
  JOIN blueprint_item bi ON bi.tenant_id = b.tenant_id AND bi.hash = b.tariff_hash
  WHERE b.tenant_id = $1 AND b.id = $2`;

interface StoredLine {
  readonly number: number;
  readonly code: string;
  readonly label: Words;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly price: string | null;
  readonly amount: string;
  readonly derivation: unknown;
}

type StoredBill = Omit<
  ShownBill,
  "lines" | "heldBy" | "reads" | "includedTaxes" | "payments" | "tariffName"
> & {
  readonly tariffLabel: Words | null;
  readonly quantities: unknown;
  readonly reads: readonly RegisterPart[];
  readonly registers: Readonly<Record<string, string>> | null;
  readonly includedTaxes: readonly { readonly label: Words; readonly amount: string }[];
  readonly storedLines: readonly StoredLine[] | null;
  readonly payments: readonly BillPayment[] | null;
};

/** A bill with every line unfolded, its reads, what it is compared with and what was paid. @throws NOT_FOUND */
export async function showBill(scope: Scope, billId: string, locale: Locale): Promise<ShownBill> {
  const rows = await readTenant<StoredBill>(scope, "bill.show", SHOW, [scope.tenantId, billId]);
  const row = rows[0];
  if (row === undefined) throw commonError("NOT_FOUND");
  const { tariffLabel, quantities, storedLines, payments, includedTaxes, reads, registers, ...bill } = row;
  // Decimals and fractions were stored as their texts, which is all that explaining asks of them.
  const rated = { quantities } as unknown as RatedBill;
  return {
    ...bill,
    tariffName: tariffLabel?.[locale] ?? bill.tariffKey,
    lines: (storedLines ?? []).map((line) => ({
      number: line.number,
      code: line.code,
      label: line.label[locale],
      quantity: line.quantity,
      unit: line.unit,
      price: line.price,
      amount: line.amount,
      derivation: explainLine(line as unknown as RatedLine, rated, locale),
    })),
    reads: reads.map((part) => ({
      meterSerial: part.meterSerial,
      register: registers?.[part.registerId] ?? null,
      startMs: part.startMs,
      endMs: part.endMs,
      startIndex: String(part.startIndex),
      endIndex: String(part.endIndex),
      multiplier: String(part.multiplier),
      quantity: String(part.quantity),
    })),
    includedTaxes: includedTaxes.map(({ label, amount }) => ({ label: label[locale], amount })),
    payments: payments ?? [],
    heldBy: bill.state === "draft" ? await holdOf(scope, billId, locale, bill.timezone) : null,
  };
}

async function holdOf(
  scope: Scope,
  billId: string,
  locale: Locale,
  timezone: string,
): Promise<ShownBill["heldBy"]> {
  const [row] = await readTenant<{ code: string; params: Record<string, string> }>(
    scope,
    "bill.hold",
    "SELECT code, params FROM bill_exception WHERE tenant_id = $1 AND bill_id = $2 ORDER BY id LIMIT 1",
    [scope.tenantId, billId],
  );
  return row === undefined ? null : exceptionWords(row.code, row.params, locale, timezone);
}
