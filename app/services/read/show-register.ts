import { commonError } from "#app/platform/common-errors.ts";
import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { isoInstant, zoneOf } from "#engines/kernel/zone.ts";
import { QUALITY_NAMES, type QualityName } from "#engines/metering/index.ts";

/** A read of a register as it stands, with what the checks say of it. */
export interface ShownRead {
  readonly readAt: string;
  readonly readAtMs: number;
  readonly index: string | null;
  readonly quality: QualityName;
  readonly findings: readonly {
    readonly check: string;
    readonly severity: string;
    readonly detail: Record<string, string>;
  }[];
  /** What the meter's own sources say, where staff has corrected it. */
  readonly raw: string | null;
  readonly reason: string | null;
}

export interface ShownRegister {
  readonly registerId: string;
  readonly meterSerial: string;
  readonly code: string;
  readonly direction: "forward" | "reverse";
  readonly unit: string;
  readonly zone: string;
  readonly reads: readonly ShownRead[];
}

const READS_LIMIT = 120;

/** The last reads of a register, newest first, raw beside final. @throws NOT_FOUND */
export async function showRegister(scope: Scope, registerId: string): Promise<ShownRegister> {
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<RegisterRow>(REGISTER, [scope.tenantId, registerId]);
    const row = rows[0];
    if (row === undefined) throw commonError("NOT_FOUND");
    const zone = zoneOf(row.timezone);
    const reads = await sql.query<ReadRow>(READS, [scope.tenantId, registerId, READS_LIMIT]);
    return {
      registerId,
      meterSerial: row.serial,
      code: row.code,
      direction: row.direction,
      unit: row.unit,
      zone: zone.name,
      reads: reads.rows.map((read) => ({
        readAt: isoInstant(zone, read.read_at.getTime()),
        readAtMs: read.read_at.getTime(),
        index: read.index_value,
        quality: QUALITY_NAMES[read.quality] ?? "missing",
        findings: read.findings ?? [],
        raw: read.raw,
        reason: read.reason,
      })),
    };
  });
}

interface RegisterRow {
  serial: string;
  code: string;
  direction: "forward" | "reverse";
  unit: string;
  timezone: string;
}

interface ReadRow {
  read_at: Date;
  index_value: string | null;
  quality: number;
  findings: { check: string; severity: string; detail: Record<string, string> }[] | null;
  raw: string | null;
  reason: string | null;
}

const REGISTER = `
  SELECT m.serial, r.code, r.direction, r.unit, coalesce(s.timezone, t.timezone) AS timezone
  FROM register r JOIN meter m ON m.tenant_id = r.tenant_id AND m.id = r.meter_id
  JOIN platform.tenant t ON t.id = r.tenant_id
  LEFT JOIN meter_installation i ON i.tenant_id = r.tenant_id AND i.meter_id = r.meter_id
  LEFT JOIN service_point s ON s.tenant_id = i.tenant_id AND s.id = i.service_point_id
  WHERE r.tenant_id = $1 AND r.id = $2 ORDER BY i.installed_at DESC LIMIT 1`;

const READS = `
  SELECT rr.read_at, rr.index_value::text AS index_value, rr.quality,
    (SELECT jsonb_agg(jsonb_build_object('check', f.check_name, 'severity', f.severity, 'detail', f.detail))
     FROM register_finding f WHERE f.tenant_id = $1 AND f.register_id = $2 AND f.read_at = rr.read_at) AS findings,
    (SELECT i.index_value::text FROM register_input i WHERE i.tenant_id = $1 AND i.register_id = $2 AND i.read_at = rr.read_at
       AND i.read_edit_id IS NULL ORDER BY i.source_rank DESC, i.source_sequence DESC, i.content_hash DESC LIMIT 1) AS raw,
    (SELECT e.reason FROM read_edit e WHERE e.tenant_id = $1 AND e.register_id = $2 AND e.start_at = rr.read_at
       ORDER BY e.made_at DESC LIMIT 1) AS reason
  FROM register_read rr WHERE rr.tenant_id = $1 AND rr.register_id = $2 ORDER BY rr.read_at DESC LIMIT $3`;
