import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

/** What a check found: on an interval day, at a register read, or days of which nothing came. */
export interface ListedFinding {
  readonly kind: "interval" | "register";
  readonly check: string;
  readonly severity: "info" | "warning" | "error";
  /** `flagged`, `estimated` or `left`; register reads and missing days are always left. */
  readonly action: string;
  /** The channel or register. */
  readonly targetId: string;
  readonly servicePointNumber: string;
  /** Code of the channel or of the register. */
  readonly code: string;
  /** The meter that the register belongs to; null for a channel. */
  readonly meterSerial: string | null;
  readonly day: string;
  readonly detail: Readonly<Record<string, string>>;
}

const LIMIT = 50;

/** The newest findings first, a page at a time; `before` is the `next` of the page before. */
export async function listFindings(
  scope: Scope,
  request: { readonly before?: string | undefined },
): Promise<{ items: ListedFinding[]; next: string | undefined }> {
  const cursor = /^(\d{4}-\d{2}-\d{2}) (\S+)$/.exec(request.before ?? "");
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<FindingRow>(FINDINGS, [
      scope.tenantId,
      cursor?.[1] ?? null,
      cursor?.[2] ?? null,
      LIMIT + 1,
    ]);
    const shown = rows.slice(0, LIMIT);
    const last = shown.at(-1);
    return {
      items: shown.map(({ target_id, point_number, check_name, meter_serial, place: _, ...row }) => ({
        ...row,
        meterSerial: meter_serial,
        check: check_name,
        targetId: target_id,
        servicePointNumber: point_number,
      })),
      next: rows.length > LIMIT && last ? `${last.day} ${last.place}` : undefined,
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
  code: string;
  meter_serial: string | null;
  day: string;
  detail: Record<string, string>;
  /** What tells the findings of one day apart, in their order. */
  place: string;
}

/** Days before the cursor's, and on its day what comes behind it. */
const BEYOND = (day: string, place: string): string =>
  `($2::date IS NULL OR ${day} < $2::date OR (${day} = $2::date AND (${place}) COLLATE "C" > $3))`;

const OF_DAY = "'d/' || f.channel_id || '/' || lpad(f.from_slot::text, 4, '0') || '/' || f.check_name";
const OF_GAP = "'g/' || f.channel_id";
const OF_READ = "'r/' || f.register_id || '/' || extract(epoch FROM f.read_at) || '/' || f.check_name";
const READ_DAY = "(f.read_at AT TIME ZONE coalesce(s.timezone, 'UTC'))::date";

const FINDINGS = `
  SELECT kind, check_name, severity, action, target_id, point_number, code, meter_serial, to_char(day, 'YYYY-MM-DD') AS day, detail, place
  FROM (
    (SELECT 'interval' AS kind, f.check_name, f.severity, f.action, f.channel_id AS target_id, s.number AS point_number,
       c.code AS code, NULL AS meter_serial, f.local_day AS day, f.detail, ${OF_DAY} AS place
     FROM read_finding f JOIN channel c ON c.tenant_id = $1 AND c.id = f.channel_id
     JOIN service_point s ON s.tenant_id = $1 AND s.id = c.service_point_id
     WHERE f.tenant_id = $1 AND ${BEYOND("f.local_day", OF_DAY)}
     ORDER BY f.local_day DESC, (${OF_DAY}) COLLATE "C" LIMIT $4)
    UNION ALL
    (SELECT 'interval', 'missing-days', f.severity, 'left', f.channel_id, s.number, c.code, NULL, f.first_day,
       jsonb_build_object('days', (f.last_day - f.first_day + 1)::text, 'until', to_char(f.last_day, 'YYYY-MM-DD')), ${OF_GAP}
     FROM read_gap f JOIN channel c ON c.tenant_id = $1 AND c.id = f.channel_id
     JOIN service_point s ON s.tenant_id = $1 AND s.id = c.service_point_id
     WHERE f.tenant_id = $1 AND ${BEYOND("f.first_day", OF_GAP)}
     ORDER BY f.first_day DESC, (${OF_GAP}) COLLATE "C" LIMIT $4)
    UNION ALL
    (SELECT 'register', f.check_name, f.severity, 'left', f.register_id, coalesce(s.number, ''), r.code, m.serial,
       ${READ_DAY}, f.detail, ${OF_READ}
     FROM register_finding f JOIN register r ON r.tenant_id = $1 AND r.id = f.register_id
     JOIN meter m ON m.tenant_id = $1 AND m.id = r.meter_id
     LEFT JOIN meter_installation i ON i.tenant_id = $1 AND i.meter_id = m.id AND i.removed_at IS NULL
     LEFT JOIN service_point s ON s.tenant_id = $1 AND s.id = i.service_point_id
     WHERE f.tenant_id = $1 AND ${BEYOND(READ_DAY, OF_READ)}
     ORDER BY ${READ_DAY} DESC, (${OF_READ}) COLLATE "C" LIMIT $4)
  ) AS found
  ORDER BY found.day DESC, place COLLATE "C" LIMIT $4`;
