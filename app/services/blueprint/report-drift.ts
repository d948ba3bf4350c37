import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Words } from "#engines/kernel/errors.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";

/** How one utility below differs from its upper tier. */
export interface TenantDrift {
  readonly slug: string;
  readonly name: Words;
  readonly tier: string;
  readonly upperName: Words;
  readonly release: number | null;
  readonly since: Date | null;
  /** The upper tier's release that it stands on, and the one in force there. */
  readonly standsOn: number | null;
  readonly upperRelease: number | null;
  /** Releases of the upper tier that it has not taken yet. */
  readonly behind: number;
  /** Fields of inherited items that it changed: `kind/key` with the pointers. */
  readonly overridden: readonly { readonly item: string; readonly paths: readonly string[] }[];
  /** Items that it has beside the inherited ones, without overrides and locks. */
  readonly own: readonly string[];
}

/**
 * The drift report of an upper tier: who below differs where, and who has not upgraded. Utilities that the scope may not
 * read are not in it.
 */
export async function reportDrift(scope: Scope): Promise<readonly TenantDrift[]> {
  const rows = await readTenant<
    Omit<TenantDrift, "overridden" | "own"> & { items: readonly OwnRow[]; [column: string]: unknown }
  >(scope, "release.drift", DRIFT, [scope.tenantId, scope.readable]);
  return rows.map(({ items, ...row }) => ({
    ...row,
    overridden: items
      .filter(({ kind }) => kind === "override")
      .map(({ content }) => ({
        item: `${String(content?.kind)}/${String(content?.key)}`,
        paths: pathsOf(content),
      })),
    own: items
      .filter(({ kind }) => kind !== "override" && kind !== "lock")
      .map(({ kind, key }) => `${kind}/${key}`),
  }));
}

interface OwnRow {
  readonly kind: string;
  readonly key: string;
  /** Of overrides only. */
  readonly content: JsonObject | null;
}

function pathsOf(content: JsonObject | null): string[] {
  const set = Object.keys((content?.set ?? {}) as JsonObject);
  const remove = (content?.remove ?? []) as readonly string[];
  return [...set, ...remove].sort();
}

const DRIFT = `
  SELECT t.slug, t.name, t.tier, u.name AS "upperName", r.number AS release, rc.since, r.parent_number AS "standsOn",
    uc.release_number AS "upperRelease",
    (SELECT count(*)::int FROM release n WHERE n.tenant_id = u.id AND n.number > r.parent_number AND n.number <= uc.release_number) AS behind,
    coalesce((SELECT jsonb_agg(jsonb_build_object('kind', i.kind, 'key', i.key, 'content', b.content) ORDER BY i.kind, i.key)
      FROM release_item i
      LEFT JOIN blueprint_item b ON b.tenant_id = i.tenant_id AND b.hash = i.item_hash AND i.kind = 'override'
     WHERE i.tenant_id = t.id AND i.release_number = r.number AND i.origin = 'own'), '[]'::jsonb) AS items
  FROM platform.tenant t
  JOIN platform.tenant u ON u.id = t.parent_id
  LEFT JOIN release_current rc ON rc.tenant_id = t.id
  LEFT JOIN release r ON r.tenant_id = rc.tenant_id AND r.number = rc.release_number
  LEFT JOIN release_current uc ON uc.tenant_id = u.id
  WHERE t.id = ANY ($2::uuid[]) AND t.id <> $1::uuid
  ORDER BY behind DESC NULLS LAST, t.slug`;
