import { type TenantSql, withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { notify } from "#app/platform/notices.ts";
import type { Actor, Scope } from "#app/platform/tenancy.ts";
import { present } from "#engines/kernel/assert.ts";
import { errorsOf, type ManifoldError } from "#engines/kernel/errors.ts";
import { sha256 } from "#engines/kernel/hash.ts";
import type { Pack } from "#schema/blueprint/pack.ts";
import type { TenantFacts } from "#schema/blueprint/tenant.ts";
import { releaseErrors } from "./errors.ts";
import { publishRelease } from "./publish-release.ts";
import { releaseOf } from "./release.ts";
import type { Standing } from "./upper.ts";

const fail = errorsOf(releaseErrors);

export interface LoadedPack {
  readonly tenantId: string;
  readonly slug: string;
  /** Number and hash of the release that is now in force. */
  readonly release: { readonly number: number; readonly hash: string };
  /** False when the same blueprint was in force already: nothing was written. */
  readonly published: boolean;
  readonly items: number;
}

/** A pack whose files cannot be read as they are: every fault, each with its file and line. */
export class PackRefused extends Error {
  override readonly name = "PackRefused";
  readonly faults: readonly ManifoldError[];
  constructor(faults: readonly ManifoldError[]) {
    const first = faults[0];
    super(fail("PACK_REFUSED", { count: faults.length, first: first?.message ?? "" }).message);
    this.faults = faults;
  }
}

/**
 * Puts a pack in force: makes or renews the tenant, merges the pack with the release of the upper tier, and publishes the
 * result as a new release, unless that very blueprint is in force already. The same pack twice makes no second release.
 * Throws PARENT_UNKNOWN, PARENT_CHANGED, HOST_TAKEN, ReleaseRefused.
 * @param now time of the publication
 */
export async function loadPack(
  pack: Pack,
  options: { now: Date; actor?: Actor; standing?: Standing; note?: string },
): Promise<LoadedPack> {
  const actor: Actor = options.actor ?? { kind: "operator", name: "pack" };
  const tenantId = await keepTenant(pack.tenant);
  const scope: Scope = { tenantId, readable: [tenantId], actor };
  const { now, standing = "newest", note = "" } = options;
  const { published, number, hash } = await publishRelease(
    scope,
    { items: pack.items, standing, note, now },
    async (sql) => {
      await keepFiles(sql, tenantId, pack);
      await notify(sql, "tenant", tenantId, pack.tenant.slug);
    },
  );
  const { items } = await releaseOf(scope, number);
  return { tenantId, slug: pack.tenant.slug, release: { number, hash }, published, items: items.length };
}

/** Makes the tenant or brings it to what the pack says; its place in the tree stays. */
async function keepTenant(facts: TenantFacts): Promise<string> {
  return withIdentity(async (sql) => {
    const { rows } = await sql.query<{ id: string; slug: string; parent: string | null }>(
      `SELECT t.id, t.slug, p.slug AS parent FROM platform.tenant t LEFT JOIN platform.tenant p ON p.id = t.parent_id
        WHERE t.slug = ANY ($1)`,
      [[facts.slug, facts.parent ?? ""]],
    );
    const known = rows.find(({ slug }) => slug === facts.slug);
    const parent = rows.find(({ slug }) => slug === facts.parent);
    if (facts.parent !== undefined && parent === undefined)
      throw fail("PARENT_UNKNOWN", { parent: facts.parent });
    if (known && (known.parent ?? undefined) !== facts.parent) {
      const [was, is] = [known.parent ?? "—", facts.parent ?? "—"];
      throw fail("PARENT_CHANGED", { slug: facts.slug, was, is });
    }
    await refuseTakenHosts(sql, facts);
    const { rows: kept } = await sql.query<{ id: string }>(
      `INSERT INTO platform.tenant (id, parent_id, slug, hosts, kind, tier, name, timezone, currency, locale, brand, hotline, map)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT (slug) DO UPDATE SET hosts = excluded.hosts, kind = excluded.kind, tier = excluded.tier, name = excluded.name,
         timezone = excluded.timezone, currency = excluded.currency, locale = excluded.locale, brand = excluded.brand,
         hotline = excluded.hotline, map = excluded.map
       RETURNING id`,
      [
        newId(),
        parent?.id ?? null,
        facts.slug,
        facts.hosts ?? [],
        facts.kind,
        facts.tier,
        JSON.stringify(facts.name),
        facts.timezone,
        facts.currency,
        facts.locale,
        JSON.stringify(facts.brand),
        facts.hotline ?? null,
        facts.map ?? null,
      ],
    );
    return present(kept[0], "the row was just written").id;
  });
}

/** A host leads to one utility: whoever has it keeps it, also when two packs are loaded at the same moment. */
async function refuseTakenHosts(sql: TenantSql, { slug, hosts = [] }: TenantFacts): Promise<void> {
  if (hosts.length === 0) return;
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('tenant hosts', 0))");
  const { rows } = await sql.query<{ slug: string; host: string }>(
    `SELECT t.slug, h.host FROM platform.tenant t, unnest(t.hosts) AS h (host)
     WHERE t.hosts && $1::text[] AND h.host = ANY ($1) AND t.slug <> $2 LIMIT 1`,
    [hosts, slug],
  );
  if (rows[0] !== undefined) throw fail("HOST_TAKEN", { host: rows[0].host, slug: rows[0].slug });
}

async function keepFiles(sql: TenantSql, tenantId: string, pack: Pack): Promise<void> {
  const files = [
    [pack.tenant.brand.logo, pack.logo],
    [pack.tenant.map, pack.map],
  ].filter((file): file is [string, string] => file[0] !== undefined && file[1] !== undefined);
  for (const [name, content] of files) {
    await sql.query(
      `INSERT INTO tenant_file (tenant_id, name, hash, content) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant_id, name) DO UPDATE SET hash = excluded.hash, content = excluded.content
         WHERE tenant_file.hash <> excluded.hash`,
      [tenantId, name, sha256(content), content],
    );
  }
}
