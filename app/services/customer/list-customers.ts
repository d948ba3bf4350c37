import { readTenant } from "#app/platform/database.ts";
import { batchesOf, EXPORT_BATCH, type Keyset, type KeysetPage, keysetPage } from "#app/platform/keyset.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export const CUSTOMER_KINDS = ["household", "business"] as const;
export const CUSTOMER_SORTS = ["number", "name"] as const;

export interface CustomerFilter {
  /** Part of the customer number, the name or the telephone; the whole name or telephone for who sees them masked. */
  readonly search?: string | undefined;
  readonly kind?: (typeof CUSTOMER_KINDS)[number] | undefined;
  readonly tariff?: string | undefined;
}

export interface CustomerRow {
  readonly id: string;
  readonly number: string;
  readonly kind: (typeof CUSTOMER_KINDS)[number];
  readonly name: string;
  readonly phone: string | null;
  /** Of the oldest agreement that runs; null for a customer without one. */
  readonly address: string | null;
  readonly tariffKey: string | null;
  /** What is open on posted bills, decimal text; null for who may not see bills. */
  readonly due: string | null;
}

/** What of the customers the caller may see: what is open on bills, and personal data as they are. */
export interface CustomersView {
  readonly bills: boolean;
  readonly personal: boolean;
}

/** The customers of the utility, with keyset paging both ways. */
export async function listCustomers(
  scope: Scope,
  filter: CustomerFilter,
  place: Keyset<(typeof CUSTOMER_SORTS)[number]>,
  may: CustomersView,
  limit?: number,
): Promise<KeysetPage<CustomerRow>> {
  return keysetPage(place, limit, (cursor, order, count) =>
    readTenant<CustomerRow>(scope, `customer.list.${place.sort}.${order}`, LIST(place.sort, order), [
      scope.tenantId,
      cursor?.key ?? null,
      cursor?.id ?? null,
      filter.search || null,
      filter.kind ?? null,
      filter.tariff || null,
      count,
      may.bills,
      may.personal,
    ]),
  );
}

/** Every customer that fits, in batches: an export holds one batch in memory. */
export function exportCustomers(
  scope: Scope,
  filter: CustomerFilter,
  may: CustomersView,
): AsyncIterable<readonly CustomerRow[]> {
  const place = { sort: "number", direction: "ascending", before: undefined } as const;
  return batchesOf((after) => listCustomers(scope, filter, { ...place, after }, may, EXPORT_BATCH));
}

// What a row shows beside the customer is looked up for the rows of the page only.
const LIST = (sort: (typeof CUSTOMER_SORTS)[number], order: "ASC" | "DESC"): string => `
  SELECT c.id, c.number, c.kind, c.name, c.phone, a.address, a.tariff_key AS "tariffKey", CASE WHEN $8 THEN coalesce(b.due, 0)::text END AS due,
    c.${sort} AS key
  FROM (
    SELECT * FROM customer c
    WHERE c.tenant_id = $1
      AND ($2::text IS NULL OR (c.${sort}, c.id) ${order === "ASC" ? ">" : "<"} ($2, $3::uuid))
      AND ($4::text IS NULL OR strpos(c.number, $4) > 0 OR lower(c.name) = lower($4) OR c.phone = $4
        OR ($9 AND (strpos(lower(c.name), lower($4)) > 0 OR strpos(c.phone, $4) > 0)))
      AND ($5::text IS NULL OR c.kind = $5)
      AND ($6::text IS NULL OR EXISTS (
        SELECT 1 FROM agreement f WHERE f.tenant_id = $1 AND f.customer_id = c.id AND f.tariff_key = $6))
    ORDER BY c.${sort} ${order}, c.id ${order} LIMIT $7
  ) c
  LEFT JOIN LATERAL (
    SELECT p.address, a.tariff_key FROM agreement a
    JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id
    JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
    WHERE a.tenant_id = $1 AND a.customer_id = c.id ORDER BY a.end_on DESC NULLS FIRST, a.start_on LIMIT 1
  ) a ON true
  LEFT JOIN LATERAL (
    SELECT sum(b.total - b.paid) AS due FROM bill b WHERE $8 AND b.tenant_id = $1 AND b.customer_id = c.id AND b.state = 'posted'
  ) b ON true
  ORDER BY c.${sort} ${order}, c.id ${order}`;
