import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

/** A service point with what counts at it, for staff who look for a meter. */
export interface MeteredPoint {
  readonly servicePointId: string;
  readonly number: string;
  readonly address: string;
  readonly commodity: string;
  readonly channels: readonly { readonly id: string; readonly code: string; readonly unit: string }[];
  readonly registers: readonly {
    readonly id: string;
    readonly meterSerial: string;
    readonly code: string;
    readonly unit: string;
  }[];
}

export interface MeteredPointsRequest {
  /** Beginning of a service point's number or of a meter's serial. */
  readonly search?: string | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

const LIMIT = 50;

/** Sorts behind every character, so that [search, search + HIGHEST) is all that begins with the search. */
const HIGHEST = "\u{10FFFF}";

/** Service points by number, a page at a time (keyset). */
export async function listMeteredPoints(
  scope: Scope,
  request: MeteredPointsRequest,
): Promise<{ items: MeteredPoint[]; next: string | undefined }> {
  const limit = Math.min(request.limit ?? LIMIT, LIMIT);
  const search = (request.search ?? "").trim();
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<PointRow>(POINTS, [
      scope.tenantId,
      search,
      request.after ?? "",
      limit + 1,
      `${search}${HIGHEST}`,
    ]);
    const items = rows.slice(0, limit).map((row) => ({
      servicePointId: row.id,
      number: row.number,
      address: row.address,
      commodity: row.commodity,
      channels: row.channels ?? [],
      registers: row.registers ?? [],
    }));
    return { items, next: rows.length > limit ? items[items.length - 1]?.number : undefined };
  });
}

interface PointRow {
  id: string;
  number: string;
  address: string;
  commodity: string;
  channels: MeteredPoint["channels"] | null;
  registers: MeteredPoint["registers"] | null;
}

// A search is a range of the unique index, not LIKE: the latter is not leakproof and could not use it under the policies.
const POINTS = `
  WITH page AS (
    SELECT s.id, s.number, s.commodity, s.premise_id FROM service_point s
    WHERE s.tenant_id = $1 AND s.number > $3 AND ($2 = '' OR (s.number >= $2 AND s.number < $5)
      OR s.id IN (SELECT i.service_point_id FROM meter m JOIN meter_installation i ON i.tenant_id = m.tenant_id AND i.meter_id = m.id
        WHERE m.tenant_id = $1 AND m.serial >= $2 AND m.serial < $5))
    ORDER BY s.number LIMIT $4
  )
  SELECT p.id, p.number, p.commodity, a.address,
    (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'code', c.code, 'unit', c.unit) ORDER BY c.code)
     FROM channel c WHERE c.tenant_id = $1 AND c.service_point_id = p.id) AS channels,
    (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'meterSerial', m.serial, 'code', r.code, 'unit', r.unit) ORDER BY m.serial, r.code)
     FROM meter_installation i JOIN meter m ON m.tenant_id = $1 AND m.id = i.meter_id JOIN register r ON r.tenant_id = $1 AND r.meter_id = m.id
     WHERE i.tenant_id = $1 AND i.service_point_id = p.id AND i.removed_at IS NULL) AS registers
  FROM page p JOIN premise a ON a.tenant_id = $1 AND a.id = p.premise_id ORDER BY p.number`;
