import { publish as tell } from "#app/jobs/subscriptions.ts";
import { type TenantSql, withIdentity, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Actor, Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { errorsOf, type ManifoldError } from "#engines/kernel/errors.ts";
import { sha256 } from "#engines/kernel/hash.ts";
import { inherit } from "#schema/blueprint/inherit.ts";
import { type EffectiveItem, releaseHash } from "#schema/blueprint/item.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import type { Pack } from "#schema/blueprint/pack.ts";
import type { TenantFacts } from "#schema/blueprint/tenant.ts";
import { releaseErrors } from "./errors.ts";
import { currentRelease } from "./release.ts";

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

/** A pack that cannot be loaded as it is: every fault, none of it in force. */
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
 * Throws PARENT_UNKNOWN, PARENT_CHANGED, HOST_TAKEN, PackRefused.
 * @param now time of the publication
 */
export async function loadPack(pack: Pack, options: { now: Date; actor?: Actor }): Promise<LoadedPack> {
  const actor: Actor = options.actor ?? { kind: "operator", name: "pack" };
  const { tenantId, parentId } = await keepTenant(pack.tenant);
  const scope: Scope = { tenantId, readable: [tenantId], actor };
  const upper =
    parentId === null ? undefined : await currentRelease({ tenantId: parentId, readable: [parentId], actor });
  const { items, faults } = inherit(upper?.items ?? [], pack.items, itemKinds);
  if (faults.length > 0) throw new PackRefused(faults);
  const hash = releaseHash(items);
  const { slug } = pack.tenant;
  return withTenantSql(scope, async (sql) => {
    await keepFiles(sql, tenantId, pack);
    // Two processes that load the same tenant at once must not both take the next number.
    await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('release:' || $1, 0))", [tenantId]);
    const { rows } = await sql.query<{ number: number; hash: string; last: number }>(
      `SELECT r.number, r.hash, (SELECT max(number) FROM release WHERE tenant_id = $1) AS last
         FROM release_current c JOIN release r ON r.tenant_id = c.tenant_id AND r.number = c.release_number
        WHERE c.tenant_id = $1`,
      [tenantId],
    );
    const current = rows[0];
    if (current?.hash === hash)
      return {
        tenantId,
        slug,
        release: { number: current.number, hash },
        published: false,
        items: items.length,
      };
    const number = (current?.last ?? 0) + 1;
    await publish(
      sql,
      { tenantId, number, hash, parentNumber: upper?.number ?? null, now: options.now },
      items,
    );
    await tell(sql, "release.published", { number });
    await audit(sql, scope, {
      action: "publish",
      noun: "blueprint",
      nounId: String(number),
      before: current === undefined ? null : { release: current.number, hash: current.hash },
      after: { release: number, hash, items: items.length },
    });
    return { tenantId, slug, release: { number, hash }, published: true, items: items.length };
  });
}

/** Makes the tenant or brings it to what the pack says; its place in the tree stays. */
async function keepTenant(facts: TenantFacts): Promise<{ tenantId: string; parentId: string | null }> {
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
    return { tenantId: kept[0]?.id ?? "", parentId: parent?.id ?? null };
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

interface Publication {
  readonly tenantId: string;
  readonly number: number;
  readonly hash: string;
  readonly parentNumber: number | null;
  readonly now: Date;
}

async function publish(sql: TenantSql, release: Publication, items: readonly EffectiveItem[]): Promise<void> {
  const { tenantId, number, hash, parentNumber, now } = release;
  const rows = JSON.stringify(items);
  await sql.query(
    `INSERT INTO blueprint_item (tenant_id, hash, kind, content, created_at)
     SELECT DISTINCT ON (item.hash) $1::uuid, item.hash, item.kind, item.content, $3::timestamptz
       FROM jsonb_to_recordset($2::jsonb) AS item (hash text, kind text, content jsonb)
     ON CONFLICT (tenant_id, hash) DO NOTHING`,
    [tenantId, rows, now],
  );
  await sql.query(
    "INSERT INTO release (tenant_id, number, hash, parent_number, published_at) VALUES ($1, $2, $3, $4, $5)",
    [tenantId, number, hash, parentNumber, now],
  );
  await sql.query(
    `INSERT INTO release_item (tenant_id, release_number, kind, key, item_hash, origin)
     SELECT $1::uuid, $2::integer, item.kind, item.key, item.hash, item.origin
       FROM jsonb_to_recordset($3::jsonb) AS item (kind text, key text, hash text, origin text)
     ON CONFLICT (tenant_id, release_number, kind, key) DO NOTHING`,
    [tenantId, number, rows],
  );
  await sql.query(
    `INSERT INTO release_current (tenant_id, release_number, since) VALUES ($1, $2, $3)
     ON CONFLICT (tenant_id) DO UPDATE SET release_number = excluded.release_number, since = excluded.since`,
    [tenantId, number, now],
  );
}
