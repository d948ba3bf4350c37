import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export interface MonthFigures {
  /** "2026-10". */
  readonly month: string;
  /** Use of the posted bills of the month, decimal text in `usageUnit`. */
  readonly usage: string;
  readonly usageUnit: string;
  readonly bills: number;
  readonly total: string;
  readonly paid: string;
}

export interface Dashboard {
  readonly customers: number;
  readonly servicePoints: number;
  readonly meters: number;
  /** Registers that have a read at the latest freeze, and all that hang. */
  readonly read: { readonly at: string | null; readonly registers: number; readonly expected: number };
  readonly findings: number;
  readonly exceptions: number;
  /** The latest twelve months with bills, oldest first; none for who may not see bills. */
  readonly months: readonly MonthFigures[];
  readonly tariffs: readonly {
    readonly key: string;
    /** The tariff's name in the release in force. */
    readonly name: { readonly "zh-CN": string; readonly en: string } | null;
    readonly agreements: number;
  }[];
}

/** The figures of a utility's start page. Capped and indexed: it stays quick whatever the utility's size. */
export async function showDashboard(scope: Scope, may: { readonly bills: boolean }): Promise<Dashboard> {
  const [row] = await readTenant<Dashboard>(scope, "tenant.dashboard", DASHBOARD, [
    scope.tenantId,
    may.bills,
  ]);
  return row as Dashboard;
}

const DASHBOARD = `
  SELECT
    (SELECT count(*)::integer FROM customer WHERE tenant_id = $1) AS customers,
    (SELECT count(*)::integer FROM service_point WHERE tenant_id = $1 AND status = 'active') AS "servicePoints",
    (SELECT count(*)::integer FROM meter WHERE tenant_id = $1) AS meters,
    (SELECT jsonb_build_object('at', to_char(f.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'registers', (SELECT count(*) FROM register_read r WHERE r.tenant_id = $1 AND r.read_at = f.at),
        'expected', (SELECT count(*) FROM register r WHERE r.tenant_id = $1 AND EXISTS (
          SELECT 1 FROM meter_installation i WHERE i.tenant_id = $1 AND i.meter_id = r.meter_id AND i.removed_at IS NULL)
          AND EXISTS (SELECT 1 FROM register_read x WHERE x.tenant_id = $1 AND x.register_id = r.id)))
      FROM (SELECT max(read_at) AS at FROM register_read WHERE tenant_id = $1) f) AS read,
    (SELECT count(*)::integer FROM (
      SELECT 1 FROM register_finding WHERE tenant_id = $1 AND severity <> 'info'
      UNION ALL SELECT 1 FROM read_finding WHERE tenant_id = $1 AND action <> 'estimated' LIMIT 10000) f) AS findings,
    (SELECT count(*)::integer FROM bill_exception WHERE $2 AND tenant_id = $1 AND resolution IS NULL) AS exceptions,
    coalesce((SELECT jsonb_agg(to_jsonb(m) ORDER BY m.month) FROM (
      SELECT b.period AS month, sum(b.usage)::text AS usage, min(b.usage_unit) AS "usageUnit", count(*)::integer AS bills,
        sum(b.total)::text AS total, sum(b.paid)::text AS paid
      FROM bill b WHERE $2 AND b.tenant_id = $1 AND b.state = 'posted' GROUP BY b.period ORDER BY b.period DESC LIMIT 12) m), '[]'::jsonb) AS months,
    coalesce((SELECT jsonb_agg(jsonb_build_object('key', t.tariff_key, 'agreements', t.agreements, 'name', (
        SELECT bi.content -> 'label' FROM release_current rc
        JOIN release_item ri ON ri.tenant_id = rc.tenant_id AND ri.release_number = rc.release_number AND ri.kind = 'tariff' AND ri.key = t.tariff_key
        JOIN blueprint_item bi ON bi.tenant_id = ri.tenant_id AND bi.hash = ri.item_hash
        WHERE rc.tenant_id = $1)) ORDER BY t.agreements DESC) FROM (
      SELECT tariff_key, count(*)::integer AS agreements FROM agreement WHERE tenant_id = $1 AND end_on IS NULL GROUP BY tariff_key) t), '[]'::jsonb) AS tariffs`;
