import { readTenant } from "#app/platform/database.ts";
import { type Keyset, type KeysetPage, keysetPage } from "#app/platform/keyset.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export const METER_SORTS = ["serial"] as const;

export interface MeterFilter {
  /** Part of the serial number or of the service point's number. */
  readonly search?: string | undefined;
  /** Only meters whose reads were found odd. */
  readonly findingsOnly?: boolean | undefined;
}

export interface MeterRow {
  readonly id: string;
  readonly serial: string;
  readonly model: string;
  readonly multiplier: string | null;
  readonly servicePointId: string | null;
  readonly servicePoint: string | null;
  readonly address: string | null;
  /** The latest read of the register that counts everything. */
  readonly lastIndex: string | null;
  readonly unit: string | null;
  /** ISO 8601, UTC. */
  readonly lastReadAt: string | null;
  readonly findings: number;
}

/** Meters with where they hang and what they showed last, by serial number. */
export async function listMeters(
  scope: Scope,
  filter: MeterFilter,
  place: Keyset<(typeof METER_SORTS)[number]>,
): Promise<KeysetPage<MeterRow>> {
  return keysetPage(place, undefined, (cursor, order, count) =>
    readTenant<MeterRow>(scope, `meter.list.${order}`, LIST(order), [
      scope.tenantId,
      cursor?.key ?? null,
      cursor?.id ?? null,
      filter.search || null,
      filter.findingsOnly ?? false,
      count,
    ]),
  );
}

const LIST = (order: "ASC" | "DESC"): string => `
  SELECT m.id, m.serial, m.model, i.multiplier::text, s.id AS "servicePointId", s.number AS "servicePoint", p.address,
    r.index_value::text AS "lastIndex", r.unit,
    to_char(r.read_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "lastReadAt", coalesce(f.count, 0)::integer AS findings,
    m.serial AS key
  FROM (
    SELECT * FROM meter m
    WHERE m.tenant_id = $1 AND ($2::text IS NULL OR (m.serial, m.id) ${order === "ASC" ? ">" : "<"} ($2, $3::uuid))
      AND ($4::text IS NULL OR strpos(m.serial, $4) > 0)
      AND (NOT $5 OR EXISTS (
        SELECT 1 FROM register r JOIN register_finding f ON f.tenant_id = r.tenant_id AND f.register_id = r.id
        WHERE r.tenant_id = $1 AND r.meter_id = m.id))
    ORDER BY m.serial ${order}, m.id ${order} LIMIT $6
  ) m
  LEFT JOIN meter_installation i ON i.tenant_id = m.tenant_id AND i.meter_id = m.id AND i.removed_at IS NULL
  LEFT JOIN service_point s ON s.tenant_id = i.tenant_id AND s.id = i.service_point_id
  LEFT JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
  LEFT JOIN LATERAL (
    SELECT rr.index_value, rr.read_at, r.unit FROM register r
    JOIN register_read rr ON rr.tenant_id = r.tenant_id AND rr.register_id = r.id
    WHERE r.tenant_id = $1 AND r.meter_id = m.id AND r.code IN ('total', 'volume', 'heat') AND r.direction = 'forward'
    ORDER BY rr.read_at DESC LIMIT 1
  ) r ON true
  LEFT JOIN LATERAL (
    SELECT count(*) AS count FROM register r JOIN register_finding f ON f.tenant_id = r.tenant_id AND f.register_id = r.id
    WHERE r.tenant_id = $1 AND r.meter_id = m.id
  ) f ON true
  ORDER BY m.serial ${order}, m.id ${order}`;
