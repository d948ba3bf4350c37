import { readTenant } from "#app/platform/database.ts";
import { batchesOf, EXPORT_BATCH, PAGE_SIZE } from "#app/platform/keyset.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export interface BillRow {
  readonly id: string;
  readonly number: string;
  readonly customerNumber: string;
  readonly customerName: string;
  readonly period: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  /** The last day that is billed: what people read as the end of a period. */
  readonly lastDay: string;
  readonly state: "draft" | "posted" | "cancelled";
  readonly total: string;
  readonly due: string;
  readonly currency: string;
  readonly usage: string;
  readonly usageUnit: string;
  readonly dueOn: string;
  readonly estimated: boolean;
}

export interface BillFilter {
  /** A number of a bill, a customer or an agreement, or a customer's name, as it stands. */
  readonly search?: string | undefined;
  readonly period?: string | undefined;
  readonly state?: "draft" | "posted" | "cancelled" | undefined;
  readonly open?: boolean | undefined;
  readonly customerId?: string | undefined;
}

export interface BillPage {
  readonly bills: readonly BillRow[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

const COLUMNS = `
  b.id, b.number, c.number AS "customerNumber", c.name AS "customerName", b.period, b.period_start AS "periodStart",
  b.period_end AS "periodEnd",
  b.period_end - 1 AS "lastDay", b.state, b.total::text AS total, (b.total - b.paid)::text AS due, b.currency,
  b.usage::text AS usage, b.usage_unit AS "usageUnit", b.due_on AS "dueOn", b.estimated`;

const LIST = `
  SELECT ${COLUMNS}
  FROM bill b JOIN customer c ON c.tenant_id = b.tenant_id AND c.id = b.customer_id
  WHERE b.tenant_id = $1
    AND ($2::text IS NULL OR b.number = $2 OR b.customer_id IN (
      SELECT x.id FROM customer x WHERE x.tenant_id = $1 AND (x.number = $2 OR x.name = $2)
      UNION ALL SELECT a.customer_id FROM agreement a WHERE a.tenant_id = $1 AND a.number = $2))
    AND ($3::text IS NULL OR b.period = $3)
    AND ($4::text IS NULL OR b.state = $4)
    AND (NOT $5::boolean OR (b.state = 'posted' AND b.total > b.paid))
    AND ($6::uuid IS NULL OR b.customer_id = $6)
    AND ($7::text IS NULL OR (b.period, b.number) < ($7, $8))
  ORDER BY b.period DESC, b.number DESC LIMIT $9`;

/** Bills, newest period first. A customer sees their own posted ones: the floor of the portal's role. */
export async function listBills(
  scope: Scope,
  filter: BillFilter,
  after?: string,
  limit = PAGE_SIZE,
): Promise<BillPage> {
  const [period, number] = after === undefined ? [null, null] : after.split("~");
  const rows = await readTenant<BillRow>(scope, "bill.list", LIST, [
    scope.tenantId,
    filter.search ?? null,
    filter.period ?? null,
    filter.state ?? null,
    filter.open ?? false,
    filter.customerId ?? null,
    period ?? null,
    number ?? null,
    limit + 1,
  ]);
  const bills = rows.slice(0, limit);
  const last = bills.at(-1);
  return { bills, next: rows.length > limit && last ? `${last.period}~${last.number}` : null };
}

/** Every bill that fits, page by page, for an export. */
export function exportBills(scope: Scope, filter: BillFilter): AsyncIterable<readonly BillRow[]> {
  return batchesOf(async (after) => {
    const { bills, next } = await listBills(scope, filter, after, EXPORT_BATCH);
    return { rows: bills, next };
  });
}
