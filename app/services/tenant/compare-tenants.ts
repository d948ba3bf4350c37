import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

/** One utility of the tree with its figures, as an upper tier compares them. */
export interface TenantFigures {
  readonly slug: string;
  readonly name: { readonly "zh-CN": string; readonly en: string };
  readonly kind: string;
  readonly tier: string;
  readonly currency: string;
  readonly customers: number;
  readonly meters: number;
  readonly staff: number;
  /** Release in force and the upper tier's release it stands on; null before the first. */
  readonly release: number | null;
  readonly parentRelease: number | null;
  /** The latest month with bills. */
  readonly month: string | null;
  readonly billed: string | null;
  readonly paid: string | null;
  readonly usage: string | null;
  readonly usageUnit: string | null;
  readonly overridden: number;
}

/** The utility and those below it that the scope may read, upper tiers first. Each row is one utility's own figures. */
export async function compareTenants(scope: Scope): Promise<TenantFigures[]> {
  return readTenant<TenantFigures>(scope, "tenant.compare", COMPARE, [scope.readable]);
}

const COMPARE = `
  SELECT t.slug, t.name, t.kind, t.tier, t.currency,
    (SELECT count(*)::integer FROM customer c WHERE c.tenant_id = t.id) AS customers,
    (SELECT count(*)::integer FROM meter m WHERE m.tenant_id = t.id) AS meters,
    (SELECT count(*)::integer FROM staff s WHERE s.tenant_id = t.id) AS staff,
    r.number AS release, r.parent_number AS "parentRelease", b.period AS month, b.billed, b.paid, b.usage, b.unit AS "usageUnit",
    (SELECT count(*)::integer FROM release_item i WHERE i.tenant_id = t.id AND i.release_number = r.number AND i.origin = 'overridden') AS overridden
  FROM platform.tenant t
  LEFT JOIN release_current rc ON rc.tenant_id = t.id
  LEFT JOIN release r ON r.tenant_id = rc.tenant_id AND r.number = rc.release_number
  LEFT JOIN LATERAL (
    SELECT b.period, sum(b.total)::text AS billed, sum(b.paid)::text AS paid, sum(b.usage)::text AS usage, min(b.usage_unit) AS unit
    FROM bill b WHERE b.tenant_id = t.id AND b.state = 'posted' AND b.period = (
      SELECT max(p.period) FROM bill p WHERE p.tenant_id = t.id AND p.state = 'posted')
    GROUP BY b.period
  ) b ON true
  WHERE t.id = ANY ($1::uuid[])
  ORDER BY array_position(ARRAY['grid', 'province', 'city', 'county'], t.tier), t.slug`;
