import { publish as tell } from "#app/jobs/subscriptions.ts";
import type { TenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import type { EffectiveItem } from "#schema/blueprint/item.ts";
import { releaseHash } from "#schema/blueprint/item-hash.ts";
import { releaseErrors } from "./errors.ts";
import { type ReleaseStatement, signRelease } from "./release-statement.ts";

const fail = errorsOf(releaseErrors);

/** What a release is made of, besides its number. */
export interface ReleaseDraft {
  /** Effective items, checked. */
  readonly items: readonly EffectiveItem[];
  readonly parentNumber: number | null;
  readonly note: string;
  /** The release that the items were made on; left out: whichever is in force. */
  readonly base?: number | null;
  readonly approvedBy?: string | null;
  readonly now: Date;
}

export interface PublishedRelease {
  readonly number: number;
  readonly hash: string;
  /** False when the same blueprint was in force already: nothing was written. */
  readonly published: boolean;
}

/**
 * Writes a release and puts it in force, in the caller's transaction: all of it or nothing. From the commit on every
 * process uses it, since each asks which release is in force. Throws RELEASE_OUTDATED.
 */
export async function writeRelease(
  sql: TenantSql,
  scope: Scope,
  draft: ReleaseDraft,
): Promise<PublishedRelease> {
  const { tenantId, actor } = scope;
  const hash = releaseHash(draft.items);
  await lockReleases(sql, tenantId);
  const { rows } = await sql.query<{
    number: number;
    hash: string;
    parentNumber: number | null;
    last: number;
  }>(
    `SELECT r.number, r.hash, r.parent_number AS "parentNumber", (SELECT max(number) FROM release WHERE tenant_id = $1) AS last
       FROM release_current c JOIN release r ON r.tenant_id = c.tenant_id AND r.number = c.release_number
      WHERE c.tenant_id = $1`,
    [tenantId],
  );
  const current = rows[0];
  if (draft.base !== undefined && draft.base !== (current?.number ?? null)) {
    throw fail("RELEASE_OUTDATED", { base: draft.base ?? "—", current: current?.number ?? "—" });
  }
  if (current?.hash === hash && current.parentNumber === draft.parentNumber) {
    return { number: current.number, hash, published: false };
  }
  const release: ReleaseStatement = {
    tenantId,
    number: (current?.last ?? 0) + 1,
    hash,
    parentNumber: draft.parentNumber,
    note: draft.note,
    publishedAt: draft.now,
    publishedBy: actor.kind === "staff" ? (actor.id ?? null) : null,
    approvedBy: draft.approvedBy ?? null,
  };
  await keepItems(sql, tenantId, draft.items, draft.now);
  await insertRelease(sql, release, draft.items);
  await sql.query(
    `INSERT INTO release_current (tenant_id, release_number, since) VALUES ($1, $2, $3)
     ON CONFLICT (tenant_id) DO UPDATE SET release_number = excluded.release_number, since = excluded.since`,
    [tenantId, release.number, draft.now],
  );
  await tell(sql, "release.published", { number: release.number });
  await audit(sql, scope, {
    action: "publish",
    noun: "blueprint",
    nounId: String(release.number),
    before: current === undefined ? null : { release: current.number, hash: current.hash },
    after: {
      release: release.number,
      hash,
      items: draft.items.length,
      ...(release.approvedBy === null ? {} : { approvedBy: release.approvedBy }),
    },
  });
  return { number: release.number, hash, published: true };
}

/** Until the transaction ends, nobody else publishes or rolls back this utility. */
export async function lockReleases(sql: TenantSql, tenantId: string): Promise<void> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('release:' || $1, 0))", [tenantId]);
}

/** Stores contents that are not there yet: each once, by its hash. Only those cross the wire. */
export async function keepItems(
  sql: TenantSql,
  tenantId: string,
  items: readonly Pick<EffectiveItem, "kind" | "hash" | "content">[],
  now: Date,
): Promise<void> {
  const { rows } = await sql.query<{ hash: string }>(
    "SELECT hash FROM blueprint_item WHERE tenant_id = $1 AND hash = ANY ($2::text[])",
    [tenantId, items.map(({ hash }) => hash)],
  );
  const known = new Set(rows.map(({ hash }) => hash));
  const added = items.filter(({ hash }) => !known.has(hash));
  if (added.length === 0) return;
  await sql.query(
    `INSERT INTO blueprint_item (tenant_id, hash, kind, content, created_at)
     SELECT DISTINCT ON (item.hash) $1::uuid, item.hash, item.kind, item.content, $3::timestamptz
       FROM jsonb_to_recordset($2::jsonb) AS item (hash text, kind text, content jsonb)
     ON CONFLICT (tenant_id, hash) DO NOTHING`,
    [tenantId, JSON.stringify(added.map(({ hash, kind, content }) => ({ hash, kind, content }))), now],
  );
}

/** The row and the list of a release, signed. */
export async function insertRelease(
  sql: TenantSql,
  release: ReleaseStatement,
  items: readonly Pick<EffectiveItem, "kind" | "key" | "hash" | "origin">[],
): Promise<void> {
  const signature = signRelease(release);
  await sql.query(
    `INSERT INTO release (tenant_id, number, hash, parent_number, note, published_at, published_by, approved_by, key_id, signature)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      release.tenantId,
      release.number,
      release.hash,
      release.parentNumber,
      release.note,
      release.publishedAt,
      release.publishedBy,
      release.approvedBy,
      signature.keyId,
      signature.value,
    ],
  );
  const rows = items.map(({ kind, key, hash, origin }) => ({ kind, key, hash, origin }));
  await sql.query(
    `INSERT INTO release_item (tenant_id, release_number, kind, key, item_hash, origin)
     SELECT $1::uuid, $2::integer, item.kind, item.key, item.hash, item.origin
       FROM jsonb_to_recordset($3::jsonb) AS item (kind text, key text, hash text, origin text)
     ON CONFLICT (tenant_id, release_number, kind, key) DO NOTHING`,
    [release.tenantId, release.number, JSON.stringify(rows)],
  );
}
