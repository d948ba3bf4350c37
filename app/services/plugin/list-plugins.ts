import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { releaseInForce } from "#app/services/blueprint/upper.ts";
import type { Words } from "#engines/kernel/errors.ts";
import { grantSchema, type PluginGrant } from "#schema/blueprint/grant/schema.ts";
import { listPublished, type PublishedPlugin } from "./registry.ts";

/** A plugin of the registry as a utility sees it. */
export interface ListedPlugin {
  readonly id: string;
  readonly name: Words;
  readonly description: Words;
  readonly publisher: string;
  readonly points: readonly string[];
  readonly trust: PublishedPlugin["trust"];
  /** The newest version that can be installed. */
  readonly newest: string;
  /** The version that the release in force has installed, and whether a tier above has done so. */
  readonly installed: { readonly version: string; readonly inherited: boolean } | null;
  readonly off: { readonly reason: string; readonly by: string; readonly at: string } | null;
  /** Of the last 24 hours. */
  readonly calls: number;
  readonly failures: number;
  readonly cpuMs: number;
}

/** Every published plugin with what it is and does at the utility. */
export async function listPlugins(scope: Scope): Promise<ListedPlugin[]> {
  const [published, grants, { switches, figures }] = await Promise.all([
    listPublished(),
    grantsInForce(scope),
    activity(scope),
  ]);
  const plugins = new Map<string, PublishedPlugin>();
  for (const version of published)
    if (!version.withdrawn && !plugins.has(version.id)) plugins.set(version.id, version);
  return [...plugins.values()].map(({ id, version, manifest, trust }) => {
    const grant = grants.get(id);
    const off = switches.get(id);
    const { calls = 0, failures = 0, cpuMs = 0 } = figures.get(id) ?? {};
    return {
      id,
      name: manifest.name,
      description: manifest.description,
      publisher: manifest.publisher,
      points: manifest.points,
      trust,
      newest: version,
      installed: grant === undefined ? null : { version: grant.grant.version, inherited: grant.inherited },
      off: off ?? null,
      calls,
      failures,
      cpuMs,
    };
  });
}

/** The grants of the release in force by plugin. */
export async function grantsInForce(
  scope: Scope,
): Promise<
  ReadonlyMap<string, { readonly key: string; readonly grant: PluginGrant; readonly inherited: boolean }>
> {
  const release = await releaseInForce(scope);
  return new Map(
    (release?.items ?? [])
      .filter(({ kind }) => kind === "grant")
      .map(({ key, content, origin }) => {
        const grant = grantSchema.parse(content);
        return [grant.plugin, { key, grant, inherited: origin !== "own" }];
      }),
  );
}

async function activity(scope: Scope) {
  return withTenantSql(scope, async (sql) => {
    const { rows: switches } = await sql.query<{ plugin_id: string; reason: string; by: string; at: Date }>(
      `SELECT plugin_id, reason, changed_by_name AS by, changed_at AS at FROM plugin_switch WHERE tenant_id = $1 AND is_off`,
      [scope.tenantId],
    );
    const { rows: figures } = await sql.query<{
      plugin_id: string;
      calls: number;
      failures: number;
      cpuMs: number;
    }>(
      `SELECT plugin_id, count(*)::int AS calls, count(error_code)::int AS failures, sum(cpu_ms) AS "cpuMs"
       FROM plugin_call WHERE tenant_id = $1 AND called_at > now() - interval '24 hours' GROUP BY plugin_id`,
      [scope.tenantId],
    );
    return {
      switches: new Map(
        switches.map(({ plugin_id, reason, by, at }) => [plugin_id, { reason, by, at: at.toISOString() }]),
      ),
      figures: new Map(figures.map(({ plugin_id, ...row }) => [plugin_id, row])),
    };
  });
}
