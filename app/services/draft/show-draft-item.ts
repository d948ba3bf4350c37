import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { releaseErrors } from "#app/services/blueprint/errors.ts";
import { impactOf } from "#app/services/blueprint/impact/impact.ts";
import { releaseInForce } from "#app/services/blueprint/upper.ts";
import { errorsOf, type Words } from "#engines/kernel/errors.ts";
import { referencesOf } from "#schema/blueprint/facts.ts";
import { formSchemaOf } from "#schema/blueprint/input-schema.ts";
import type { EffectiveItem, Origin } from "#schema/blueprint/item.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";

const fail = errorsOf(releaseErrors);

/** What a page of one item needs beside the draft itself. */
export interface DraftItemFacts {
  readonly kind: string;
  readonly key: string;
  readonly kindName: Words;
  /** JSON Schema 2020-12 of what may be written, from which a form is made; as text. */
  readonly schema: string;
  /** What is in force of it; null for an item that is new in the draft. */
  readonly inForce: ItemInForce | null;
  /** What a change of it touches, with live counts: "2 open work orders use this form". */
  readonly impact: readonly Words[];
  /** Who changed it in the draft, latest first. */
  readonly changes: readonly ItemTouch[];
  /** The releases in which it changed, latest first. */
  readonly releases: readonly {
    readonly number: number;
    readonly publishedAt: string;
    readonly hash: string;
  }[];
}

export interface ItemInForce {
  readonly release: number;
  readonly origin: Origin;
  readonly hash: string;
  /** From where its rules are: decrees, standards, price lists. */
  readonly sources: readonly { readonly title: string; readonly url?: string; readonly date?: string }[];
  /** What it mentions. */
  readonly references: readonly { readonly kind: string; readonly key: string }[];
}

export interface ItemTouch {
  readonly personName: string;
  readonly since: string;
  readonly lastAt: string;
  readonly paths: readonly string[];
}

const SHOWN = 50;

/** The schema and the history of an item. @throws ITEM_UNKNOWN for a kind that there is not */
export async function showDraftItem(
  scope: Scope,
  { kind, key }: { readonly kind: string; readonly key: string },
): Promise<DraftItemFacts> {
  const known = Object.hasOwn(itemKinds, kind) ? itemKinds[kind as keyof typeof itemKinds] : undefined;
  if (known === undefined)
    throw fail("ITEM_UNKNOWN", { item: `${kind}/${key}`, known: Object.keys(itemKinds).join(", ") });
  const [current, impact, changes, releases] = await Promise.all([
    releaseInForce(scope),
    impactOf(scope, [{ kind, key }]),
    changesOf(scope, kind, key),
    releasesOf(scope, kind, key),
  ]);
  const item = current?.items.find((each) => each.kind === kind && each.key === key);
  const inForce = current && item ? inForceOf(current.number, item) : null;
  return {
    kind,
    key,
    kindName: known.label,
    schema: formSchemaOf(known.schema),
    inForce,
    impact: impact.map(({ words }) => words),
    changes,
    releases,
  };
}

function inForceOf(release: number, item: EffectiveItem): ItemInForce {
  const { origin, hash, content } = item;
  return {
    release,
    origin,
    hash,
    sources: Array.isArray(content.sources) ? (content.sources as ItemInForce["sources"]) : [],
    references: referencesOf(item, itemKinds).map(({ kind, key }) => ({ kind, key })),
  };
}

async function changesOf(scope: Scope, kind: string, key: string): Promise<ItemTouch[]> {
  const rows = await readTenant<{ personName: string; since: Date; lastAt: Date; paths: string[] }>(
    scope,
    "draft.changes",
    `SELECT c.person_name AS "personName", c.since, c.last_at AS "lastAt", c.paths
       FROM draft d JOIN draft_change c ON c.tenant_id = d.tenant_id AND c.draft_id = d.id
      WHERE d.tenant_id = $1 AND d.closed_at IS NULL AND c.item = ANY ($2::text[])
      ORDER BY c.last_at DESC LIMIT ${SHOWN}`,
    [scope.tenantId, [`${kind}/${key}`, `override/${kind}.${key}`]],
  );
  return rows.map((row) => ({ ...row, since: row.since.toISOString(), lastAt: row.lastAt.toISOString() }));
}

async function releasesOf(scope: Scope, kind: string, key: string): Promise<DraftItemFacts["releases"]> {
  const rows = await readTenant<{ number: number; publishedAt: Date; hash: string }>(
    scope,
    "draft.item-releases",
    `SELECT number, "publishedAt", hash FROM (
        SELECT r.number, r.published_at AS "publishedAt", i.item_hash AS hash,
          lag(i.item_hash) OVER (ORDER BY r.number) AS before
          FROM release_item i JOIN release r ON r.tenant_id = i.tenant_id AND r.number = i.release_number
         WHERE i.tenant_id = $1 AND i.kind = $2 AND i.key = $3) found
      WHERE before IS DISTINCT FROM hash ORDER BY number DESC LIMIT ${SHOWN}`,
    [scope.tenantId, kind, key],
  );
  return rows.map((row) => ({ ...row, publishedAt: row.publishedAt.toISOString() }));
}
