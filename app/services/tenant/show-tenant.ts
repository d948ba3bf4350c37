import { commonError } from "#app/platform/common-errors.ts";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

/** What a utility is: its place in the tree, brand, zone and currency. */
export interface TenantDetail {
  readonly slug: string;
  readonly name: { readonly "zh-CN": string; readonly en: string };
  readonly parent: {
    readonly slug: string;
    readonly name: { readonly "zh-CN": string; readonly en: string };
  } | null;
  readonly kind: string;
  readonly tier: string;
  readonly timezone: string;
  readonly currency: string;
  readonly locale: string;
  readonly hosts: readonly string[];
  readonly hotline: string | null;
  readonly color: string;
  readonly units: readonly {
    readonly code: string;
    readonly name: string;
    readonly staff: number;
    readonly cells: number;
  }[];
}

/** The utility itself with its organisation. */
export async function showTenant(scope: Scope): Promise<TenantDetail> {
  const [row] = await readTenant<TenantDetail>(scope, "tenant.show", SHOW, [scope.tenantId]);
  if (row === undefined) throw commonError("NOT_FOUND");
  return row;
}

const SHOW = `
  SELECT t.slug, t.name, t.kind, t.tier, t.timezone, trim(t.currency) AS currency, t.locale, t.hosts, t.hotline, t.brand ->> 'color' AS color,
    CASE WHEN p.id IS NULL THEN NULL ELSE jsonb_build_object('slug', p.slug, 'name', p.name) END AS parent,
    coalesce((SELECT jsonb_agg(jsonb_build_object('code', u.code, 'name', u.name,
        'staff', (SELECT count(*) FROM staff s WHERE s.tenant_id = u.tenant_id AND s.org_unit_id = u.id),
        'cells', (SELECT count(*) FROM grid_cell g WHERE g.tenant_id = u.tenant_id AND g.org_unit_id = u.id))
      ORDER BY u.parent_id NULLS FIRST, u.code) FROM org_unit u WHERE u.tenant_id = t.id), '[]'::jsonb) AS units
  FROM platform.tenant t LEFT JOIN platform.tenant p ON p.id = t.parent_id WHERE t.id = $1`;
