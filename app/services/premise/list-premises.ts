import { readTenant } from "#app/platform/database.ts";
import { type Keyset, type KeysetPage, keysetPage } from "#app/platform/keyset.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export const PREMISE_SORTS = ["number"] as const;

export interface PremiseFilter {
  /** Part of the address or of the number of premise or service point. */
  readonly search?: string | undefined;
  readonly gridCellId?: string | undefined;
}

export interface PremiseRow {
  readonly id: string;
  readonly number: string;
  readonly address: string;
  readonly gridCell: string | null;
  readonly servicePoint: string | null;
  readonly commodity: "electricity" | "gas" | "water" | "heat" | null;
  readonly status: "active" | "suspended" | "closed" | null;
  readonly transformerArea: string | null;
  readonly customerId: string | null;
  readonly customerName: string | null;
}

/** Premises with what is supplied there and to whom, by number. */
export async function listPremises(
  scope: Scope,
  filter: PremiseFilter,
  place: Keyset<(typeof PREMISE_SORTS)[number]>,
): Promise<KeysetPage<PremiseRow>> {
  return keysetPage(place, undefined, (cursor, order, count) =>
    readTenant<PremiseRow>(scope, `premise.list.${order}`, LIST(order), [
      scope.tenantId,
      cursor?.key ?? null,
      cursor?.id ?? null,
      filter.search || null,
      filter.gridCellId ?? null,
      count,
    ]),
  );
}

const LIST = (order: "ASC" | "DESC"): string => `
  SELECT p.id, p.number, p.address, g.name AS "gridCell", s.number AS "servicePoint", s.commodity, s.status,
    s.transformer_area AS "transformerArea", s."customerId", s."customerName", p.number AS key
  FROM (
    SELECT * FROM premise p
    WHERE p.tenant_id = $1 AND ($2::text IS NULL OR (p.number, p.id) ${order === "ASC" ? ">" : "<"} ($2, $3::uuid))
      AND ($4::text IS NULL OR strpos(lower(p.address), lower($4)) > 0 OR strpos(p.number, $4) > 0)
      AND ($5::uuid IS NULL OR p.grid_cell_id = $5)
    ORDER BY p.number ${order}, p.id ${order} LIMIT $6
  ) p
  LEFT JOIN grid_cell g ON g.tenant_id = p.tenant_id AND g.id = p.grid_cell_id
  LEFT JOIN LATERAL (
    SELECT s.number, s.commodity, s.status, s.transformer_area, c.id AS "customerId", c.name AS "customerName"
    FROM service_point s
    LEFT JOIN agreement a ON a.tenant_id = s.tenant_id AND a.service_point_id = s.id AND a.end_on IS NULL
    LEFT JOIN customer c ON c.tenant_id = a.tenant_id AND c.id = a.customer_id
    WHERE s.tenant_id = $1 AND s.premise_id = p.id ORDER BY s.number LIMIT 1
  ) s ON true
  ORDER BY p.number ${order}, p.id ${order}`;
