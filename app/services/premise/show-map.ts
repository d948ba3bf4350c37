import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

/** A grid cell with what lies in it. */
export interface MapCell {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly orgUnit: string;
  /** GeoJSON polygon. */
  readonly boundary: {
    readonly type: "Polygon";
    readonly coordinates: readonly (readonly (readonly [number, number])[])[];
  };
  readonly premises: number;
}

export interface MapPremise {
  readonly id: string;
  readonly number: string;
  readonly address: string;
  readonly longitude: number;
  readonly latitude: number;
  readonly customerId: string | null;
  readonly customerName: string | null;
}

/** A standing alarm where it stands. */
export interface MapAlarm {
  readonly id: string;
  readonly label: { readonly "zh-CN": string; readonly en: string };
  readonly longitude: number;
  readonly latitude: number;
}

export interface UtilityMap {
  /** The base map of the pack: water, roads, blocks (GeoJSON text); null where the pack has none. */
  readonly base: string | null;
  readonly cells: readonly MapCell[];
  /** Of the chosen cell; without one, none. */
  readonly premises: readonly MapPremise[];
  /** Those that stand, the worst first. */
  readonly alarms: readonly MapAlarm[];
}

/** Points drawn at once: beyond, a cell is chosen further in. */
const PREMISES_LIMIT = 2_000;
const ALARMS_LIMIT = 500;

/** The map of the utility: its cells, and the premises of the cell that was chosen. */
export async function showMap(
  scope: Scope,
  { cellId }: { readonly cellId?: string | undefined },
): Promise<UtilityMap> {
  const [base, cells, premises, alarms] = await Promise.all([
    readTenant<{ content: string }>(
      scope,
      "map.base",
      `SELECT f.content FROM tenant_file f JOIN platform.tenant t ON t.id = f.tenant_id AND t.map = f.name WHERE f.tenant_id = $1`,
      [scope.tenantId],
    ),
    readTenant<MapCell>(scope, "map.cells", CELLS, [scope.tenantId]),
    cellId === undefined
      ? []
      : readTenant<MapPremise>(scope, "map.premises", PREMISES, [scope.tenantId, cellId]),
    readTenant<MapAlarm>(scope, "map.alarms", ALARMS, [scope.tenantId]),
  ]);
  return { base: base[0]?.content ?? null, cells, premises, alarms };
}

const CELLS = `
  SELECT g.id, g.code, g.name, u.name AS "orgUnit", g.boundary,
    (SELECT count(*)::integer FROM premise p WHERE p.tenant_id = g.tenant_id AND p.grid_cell_id = g.id) AS premises
  FROM grid_cell g JOIN org_unit u ON u.tenant_id = g.tenant_id AND u.id = g.org_unit_id
  WHERE g.tenant_id = $1 ORDER BY g.code`;

const PREMISES = `
  SELECT p.id, p.number, p.address, p.longitude, p.latitude, c.id AS "customerId", c.name AS "customerName"
  FROM premise p
  LEFT JOIN LATERAL (
    SELECT c.id, c.name FROM service_point s
    JOIN agreement a ON a.tenant_id = s.tenant_id AND a.service_point_id = s.id AND a.end_on IS NULL
    JOIN customer c ON c.tenant_id = a.tenant_id AND c.id = a.customer_id
    WHERE s.tenant_id = $1 AND s.premise_id = p.id ORDER BY s.number LIMIT 1
  ) c ON true
  WHERE p.tenant_id = $1 AND p.grid_cell_id = $2 AND p.longitude IS NOT NULL AND p.latitude IS NOT NULL
  ORDER BY p.id LIMIT ${PREMISES_LIMIT}`;

const ALARMS = `
  SELECT a.id, a.label, p.longitude, p.latitude
  FROM alarm a
  JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id
  JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
  WHERE a.tenant_id = $1 AND a.state <> 'normal' AND a.state NOT IN ('shelved', 'outOfService') AND p.longitude IS NOT NULL
  ORDER BY a.rank DESC, a.raised_at DESC LIMIT ${ALARMS_LIMIT}`;
