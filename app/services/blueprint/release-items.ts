import { readTenant } from "#app/platform/database.ts";
import { remember } from "#app/platform/remember.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { type EffectiveItem, itemName, type JsonObject } from "#schema/blueprint/item.ts";
import { itemHash } from "#schema/blueprint/item-hash.ts";
import { releaseErrors } from "./errors.ts";
import type { ReleaseContent } from "./release.ts";

const fail = errorsOf(releaseErrors);

/** Releases and item contents kept in one process; the one used longest ago goes first. */
const RELEASE_LIMIT = 200;
const CONTENT_LIMIT = 5_000;

/** An item of a release as its list names it, without its content. */
export type ManifestItem = Omit<EffectiveItem, "content">;

/**
 * The items of a release. Its list is read whole; of the contents only those whose hash this process has not read before,
 * so that a publication of one changed item among thousands costs one content. Each is checked against its hash.
 * Throws RELEASE_FORGED.
 */
export async function readItems(
  scope: Scope,
  number: number,
): Promise<{ items: readonly EffectiveItem[]; manifest: readonly ManifestItem[] }> {
  const manifest = await readTenant<ManifestItem & { [column: string]: unknown }>(
    scope,
    "release.manifest",
    `SELECT kind, key, item_hash AS hash, origin FROM release_item
      WHERE tenant_id = $1 AND release_number = $2
      ORDER BY kind COLLATE "C", key COLLATE "C"`,
    [scope.tenantId, number],
  );
  const contents = kept("contents", CONTENT_LIMIT);
  const nameOf = (hash: string): string => `${floorOf(scope)}/${hash}`;
  const missing = [...new Set(manifest.map(({ hash }) => hash))].filter(
    (hash) => !contents.has(nameOf(hash)),
  );
  if (missing.length > 0) {
    const rows = await readTenant<{ hash: string; kind: string; content: JsonObject }>(
      scope,
      "release.contents",
      "SELECT hash, kind, content FROM blueprint_item WHERE tenant_id = $1 AND hash = ANY ($2::text[])",
      [scope.tenantId, missing],
    );
    for (const { hash, kind, content } of rows) {
      if (itemHash({ kind, content }) !== hash) throw fail("RELEASE_FORGED", { number });
      contents.set(nameOf(hash), { kind, content });
    }
  }
  const items = manifest.flatMap((item): EffectiveItem[] => {
    const found = contents.use(nameOf(item.hash)) as { kind: string; content: JsonObject } | undefined;
    // The portal's role may not read every kind.
    if (found === undefined && scope.customerId !== undefined) return [];
    if (found?.kind !== item.kind) throw fail("RELEASE_FORGED", { number, item: itemName(item) });
    return [{ ...item, content: found.content }];
  });
  return { items, manifest };
}

/** A release that this process has read and verified, or the reading of it. */
export async function keepRelease(
  scope: Scope,
  name: string,
  read: () => Promise<ReleaseContent>,
): Promise<ReleaseContent> {
  const releases = kept("releases", RELEASE_LIMIT);
  const full = `${floorOf(scope)}/${name}`;
  const found = releases.use(full) as Promise<ReleaseContent> | undefined;
  if (found) return found;
  const reading = read();
  releases.set(full, reading);
  reading.catch(() => releases.delete(full));
  return reading;
}

/** The portal's role sees some kinds only, so what it read is kept apart. */
function floorOf(scope: Scope): string {
  return `${scope.tenantId}/${scope.customerId === undefined ? "app" : "portal"}`;
}

/** A map of limited size, whose least recently used entry goes first. */
class Kept extends Map<string, unknown> {
  readonly limit: number;
  constructor(limit: number) {
    super();
    this.limit = limit;
  }
  use(name: string): unknown {
    const value = this.get(name);
    if (value !== undefined) {
      this.delete(name);
      super.set(name, value);
    }
    return value;
  }
  override set(name: string, value: unknown): this {
    super.set(name, value);
    const [oldest] = this.keys();
    if (this.size > this.limit && oldest !== undefined) this.delete(oldest);
    return this;
  }
}

function kept(what: string, limit: number): Kept {
  return remember(`blueprint.${what}`, () => new Kept(limit));
}
