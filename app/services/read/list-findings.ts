import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

/** What a check found, on an interval day or at a register read. */
export interface ListedFinding {
  readonly kind: "interval" | "register";
  readonly check: string;
  readonly severity: "info" | "warning" | "error";
  /** `flagged`, `estimated` or `left`; register reads are always left. */
  readonly action: string;
  /** The channel or register. */
  readonly targetId: string;
  readonly servicePointNumber: string;
  readonly name: string;
  readonly day: string;
  readonly detail: Readonly<Record<string, string>>;
}

const LIMIT = 50;

/** The newest findings of interval days and register reads, those of a day or more ago behind them; a capped list. */
export async function listFindings(
  scope: Scope,
  request: { readonly before?: string | undefined },
): Promise<{ items: ListedFinding[]; next: string | undefined }> {
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<FindingRow>(FINDINGS, [
      scope.tenantId,
      request.before ?? null,
      LIMIT + 1,
    ]);
    // A page ends with a whole day, so that the next one can begin with the day before.
    const more = rows.length > LIMIT;
    const lastDay = rows[LIMIT]?.day;
    const whole = more ? rows.slice(0, LIMIT).filter((row) => row.day !== lastDay) : rows;
    const shown = whole.length > 0 ? whole : rows.slice(0, LIMIT);
    return {
      items: shown.map(({ target_id, point_number, check_name, ...row }) => ({
        ...row,
        check: check_name,
        targetId: target_id,
        servicePointNumber: point_number,
      })),
      next: more ? shown[shown.length - 1]?.day : undefined,
    };
  });
}

interface FindingRow {
  kind: "interval" | "register";
  check_name: string;
  severity: "info" | "warning" | "error";
  action: string;
  target_id: string;
  point_number: string;
  name: string;
  day: string;
  detail: Record<string, string>;
}

const FINDINGS = `
  (SELECT 'interval' AS kind, f.check_name, f.severity, f.action, f.channel_id AS target_id, s.number AS point_number,
     c.code AS name, to_char(f.local_day, 'YYYY-MM-DD') AS day, f.detail
   FROM read_finding f JOIN channel c ON c.tenant_id = $1 AND c.id = f.channel_id
   JOIN service_point s ON s.tenant_id = $1 AND s.id = c.service_point_id
   WHERE f.tenant_id = $1 AND ($2::date IS NULL OR f.local_day < $2::date)
   ORDER BY f.local_day DESC, f.channel_id, f.from_slot LIMIT $3)
  UNION ALL
  (SELECT 'register', f.check_name, f.severity, 'left', f.register_id, coalesce(s.number, ''), m.serial || '/' || r.code,
     to_char(f.read_at AT TIME ZONE coalesce(s.timezone, 'UTC'), 'YYYY-MM-DD'), f.detail
   FROM register_finding f JOIN register r ON r.tenant_id = $1 AND r.id = f.register_id
   JOIN meter m ON m.tenant_id = $1 AND m.id = r.meter_id
   LEFT JOIN meter_installation i ON i.tenant_id = $1 AND i.meter_id = m.id AND i.removed_at IS NULL
   LEFT JOIN service_point s ON s.tenant_id = $1 AND s.id = i.service_point_id
   WHERE f.tenant_id = $1 AND ($2::date IS NULL OR (f.read_at AT TIME ZONE coalesce(s.timezone, 'UTC'))::date < $2::date)
   ORDER BY f.read_at DESC, f.register_id LIMIT $3)
  ORDER BY day DESC, kind, target_id LIMIT $3`;
