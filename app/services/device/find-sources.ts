import type { TenantSql } from "#app/platform/database.ts";

/** Where a device is: what an event's source stands for at an instant. */
export interface Place {
  readonly servicePointId: string;
  readonly meterId: string | null;
}

interface Installation {
  readonly serial: string;
  readonly meter_id: string;
  readonly service_point_id: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly [column: string]: unknown;
}

/**
 * Sources by the names that devices give: the number of a service point, or of a meter, which stands for the service point
 * where it hung at that instant. So a meter that was exchanged does not leave its alarms behind.
 */
export class Sources {
  readonly #points = new Map<string, string | undefined>();
  readonly #meters = new Map<string, readonly Installation[]>();

  /** Learns names that are not known yet, all in two round trips. */
  async learn(sql: TenantSql, tenantId: string, names: Iterable<string>): Promise<void> {
    const unknown = [...new Set(names)].filter((name) => !this.#points.has(name));
    if (unknown.length === 0) return;
    const points = await sql.query<{ id: string; number: string }>(
      "SELECT id, number FROM service_point WHERE tenant_id = $1 AND number = ANY ($2::text[])",
      [tenantId, unknown],
    );
    for (const name of unknown) this.#points.set(name, undefined);
    for (const { id, number } of points.rows) this.#points.set(number, id);
    const left = unknown.filter((name) => this.#points.get(name) === undefined);
    if (left.length === 0) return;
    const meters = await sql.query<Installation>(INSTALLATIONS, [tenantId, left]);
    for (const [serial, rows] of Map.groupBy(meters.rows, (row) => row.serial))
      this.#meters.set(serial, rows);
  }

  placeOf(name: string, timeMs: number): Place | undefined {
    const point = this.#points.get(name);
    if (point !== undefined) return { servicePointId: point, meterId: null };
    const found = this.#meters.get(name)?.find(({ from_ms, to_ms }) => timeMs >= from_ms && timeMs < to_ms);
    return found && { servicePointId: found.service_point_id, meterId: found.meter_id };
  }
}

const INSTALLATIONS = `
  SELECT m.serial, i.meter_id, i.service_point_id, (extract(epoch FROM i.installed_at) * 1000)::float8 AS from_ms,
    coalesce((extract(epoch FROM i.removed_at) * 1000)::float8, 'Infinity') AS to_ms
  FROM meter m JOIN meter_installation i ON i.tenant_id = m.tenant_id AND i.meter_id = m.id
  WHERE m.tenant_id = $1 AND m.serial = ANY ($2::text[])`;
