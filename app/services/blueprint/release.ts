import { readTenant } from "#app/platform/database.ts";
import { remember } from "#app/platform/remember.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type CompiledKind, type ProgramOf, programOf } from "#engines/compilers.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import type { EffectiveItem } from "#schema/blueprint/item.ts";
import { releaseErrors } from "./errors.ts";

const fail = errorsOf(releaseErrors);

/** One release with its effective items: what it holds never changes. */
export interface ReleaseContent {
  readonly number: number;
  readonly hash: string;
  /** By kind and key. */
  readonly items: readonly EffectiveItem[];
}

/** A compiled item and what a bill pins: the release it was taken from and the hash of the item. */
export interface Compiled<Kind extends CompiledKind> {
  readonly program: ProgramOf<Kind>;
  readonly item: EffectiveItem;
  readonly releaseNumber: number;
}

/** Releases kept in one process. */
const RELEASE_LIMIT = 200;

/** The release in force. One round trip to learn which; its items are read once a process. Throws RELEASE_MISSING. */
export async function currentRelease(scope: Scope): Promise<ReleaseContent> {
  const [row] = await readTenant<{ number: number; hash: string }>(
    scope,
    "release.current",
    `SELECT r.number, r.hash FROM release_current c
       JOIN release r ON r.tenant_id = c.tenant_id AND r.number = c.release_number
      WHERE c.tenant_id = $1`,
    [scope.tenantId],
  );
  if (row === undefined) throw fail("RELEASE_MISSING");
  return contentOf(scope, row.number, row.hash);
}

/** A release by its number: what a bill or a case was made under. Throws RELEASE_UNKNOWN. */
export async function releaseOf(scope: Scope, number: number): Promise<ReleaseContent> {
  const [row] = await readTenant<{ hash: string }>(
    scope,
    "release.by-number",
    "SELECT hash FROM release WHERE tenant_id = $1 AND number = $2",
    [scope.tenantId, number],
  );
  if (row === undefined) throw fail("RELEASE_UNKNOWN", { number });
  return contentOf(scope, number, row.hash);
}

/** The program of an item of a release. Throws ITEM_UNKNOWN, naming the keys that there are. */
export function compiledIn<Kind extends CompiledKind>(
  release: ReleaseContent,
  kind: Kind,
  key: string,
): Compiled<Kind> {
  const item = release.items.find((each) => each.kind === kind && each.key === key);
  if (item === undefined) {
    const known = release.items.filter((each) => each.kind === kind).map((each) => each.key);
    throw fail("ITEM_UNKNOWN", { item: `${kind}/${key}`, known: known.join(", ") || "—" });
  }
  return { program: programOf(kind, item.hash, item.content), item, releaseNumber: release.number };
}

/** The program of an item of the release in force. */
export async function compiledItem<Kind extends CompiledKind>(
  scope: Scope,
  kind: Kind,
  key: string,
): Promise<Compiled<Kind>> {
  return compiledIn(await currentRelease(scope), kind, key);
}

async function contentOf(scope: Scope, number: number, hash: string): Promise<ReleaseContent> {
  // The portal's role sees some kinds only, so what it read is kept apart.
  const floor = scope.customerId === undefined ? "app" : "portal";
  const name = `${scope.tenantId}/${number}/${hash}/${floor}`;
  const kept = releases().get(name);
  if (kept) return kept;
  const reading = readItems(scope, number).then((items) => ({ number, hash, items }));
  releases().set(name, reading);
  reading.catch(() => releases().delete(name));
  const [oldest] = releases().keys();
  if (releases().size > RELEASE_LIMIT && oldest !== undefined) releases().delete(oldest);
  return reading;
}

const releases = (): Map<string, Promise<ReleaseContent>> => remember("blueprint.releases", () => new Map());

async function readItems(scope: Scope, number: number): Promise<EffectiveItem[]> {
  return readTenant<EffectiveItem>(
    scope,
    "release.items",
    `SELECT ri.kind, ri.key, ri.item_hash AS hash, ri.origin, bi.content
       FROM release_item ri
       JOIN blueprint_item bi ON bi.tenant_id = ri.tenant_id AND bi.hash = ri.item_hash
      WHERE ri.tenant_id = $1 AND ri.release_number = $2
      ORDER BY ri.kind COLLATE "C", ri.key COLLATE "C"`,
    [scope.tenantId, number],
  );
}
