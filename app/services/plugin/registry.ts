import { withIdentity, withTenantSql } from "#app/platform/database.ts";
import { remember } from "#app/platform/remember.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import type { Manifest } from "#plugins/sdk/manifest.ts";
import { firstPartyBundle } from "#sandbox/authoring/folder.ts";
import { openPackage } from "#sandbox/authoring/pack.ts";
import { type Bundle, bundleHash, type Trust } from "#sandbox/bundle.ts";
import { pluginErrors } from "./errors.ts";

const fail = errorsOf(pluginErrors);

/** The plugins of the house: folders of plugins/. */
export const FIRST_PARTY = ["levy"] as const;

/** A published version, without its module. */
export interface PublishedPlugin {
  readonly id: string;
  readonly version: string;
  readonly hash: string;
  readonly manifest: Manifest;
  readonly trust: Trust;
  readonly publishedAt: Date;
  readonly withdrawn: boolean;
}

/** Puts a bundle into the registry. The same bundle again changes nothing. @throws PLUGIN_VERSION_TAKEN */
async function publish(bundle: Bundle, publisherKey: string | null, now: Date): Promise<boolean> {
  const { id, version } = bundle.manifest;
  return withIdentity(async (sql) => {
    const { rowCount } = await sql.query(
      `INSERT INTO platform.plugin_version (plugin_id, version, hash, manifest, source, trust, publisher_key, published_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (plugin_id, version) DO NOTHING`,
      [id, version, bundle.hash, bundle.manifest, bundle.source, bundle.trust, publisherKey, now],
    );
    if (rowCount > 0) return true;
    const { rows } = await sql.query<{ hash: string }>(
      "SELECT hash FROM platform.plugin_version WHERE plugin_id = $1 AND version = $2",
      [id, version],
    );
    if (rows[0]?.hash !== bundle.hash) throw fail("PLUGIN_VERSION_TAKEN", { plugin: id, version });
    return false;
  });
}

/** Publishes a package that one of the trusted publishers signed. @throws what `openPackage` throws, PLUGIN_VERSION_TAKEN */
export async function publishPackage(
  bytes: Uint8Array,
  publisherKey: string,
  now: Date,
): Promise<{ readonly bundle: Bundle; readonly fresh: boolean }> {
  const bundle = openPackage(bytes, [publisherKey]);
  return { bundle, fresh: await publish(bundle, publisherKey, now) };
}

/** Publishes the plugins of the house that this version of the product ships. */
export async function publishFirstParty(now: Date): Promise<void> {
  for (const name of FIRST_PARTY) await publish(firstPartyBundle(name), null, now);
}

interface VersionRow {
  plugin_id: string;
  version: string;
  hash: string;
  manifest: Manifest;
  trust: Trust;
  published_at: Date;
  withdrawn_at: Date | null;
}

const COLUMNS = "plugin_id, version, hash, manifest, trust, published_at, withdrawn_at";

/** Every published version, newest first within a plugin. The registry is the same for every utility, and public. */
export async function listPublished(): Promise<PublishedPlugin[]> {
  const { rows } = await withIdentity((sql) =>
    sql.query<VersionRow>(
      `SELECT ${COLUMNS} FROM platform.plugin_version ORDER BY plugin_id, published_at DESC, version DESC`,
    ),
  );
  return rows.map((row) => ({
    id: row.plugin_id,
    version: row.version,
    hash: row.hash,
    manifest: row.manifest,
    trust: row.trust,
    publishedAt: row.published_at,
    withdrawn: row.withdrawn_at !== null,
  }));
}

/** Bundles kept in one process; what is published never changes. */
const BUNDLES_MAX = 64;
const bundles = (): Map<string, Bundle> => remember("plugin.bundles", () => new Map());

/**
 * The very bundle that a grant names, verified against its hash.
 * @throws PLUGIN_VERSION_UNKNOWN, PLUGIN_TAMPERED
 */
export async function bundleOf(
  scope: Scope,
  { plugin, version, hash }: { readonly plugin: string; readonly version: string; readonly hash: string },
): Promise<Bundle> {
  const kept = bundles().get(hash);
  if (kept?.manifest.id === plugin && kept.manifest.version === version) return kept;
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<{ manifest: Manifest; source: string; trust: Trust }>(
      "SELECT manifest, source, trust FROM platform.plugin_version WHERE plugin_id = $1 AND version = $2 AND hash = $3",
      [plugin, version, hash],
    ),
  );
  const row = rows[0];
  if (row === undefined) throw fail("PLUGIN_VERSION_UNKNOWN", { plugin, version, hash: hash.slice(0, 12) });
  if (bundleHash(row.manifest, row.source) !== hash) throw fail("PLUGIN_TAMPERED", { plugin, version });
  const bundle: Bundle = { ...row, hash };
  bundles().set(hash, bundle);
  const [oldest] = bundles().keys();
  if (bundles().size > BUNDLES_MAX && oldest !== undefined) bundles().delete(oldest);
  return bundle;
}
