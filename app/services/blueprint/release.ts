import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type CompiledKind, type ProgramOf, programOf } from "#engines/compilers.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import type { EffectiveItem } from "#schema/blueprint/item.ts";
import { releaseHash } from "#schema/blueprint/item-hash.ts";
import { releaseErrors } from "./errors.ts";
import { keepRelease, readItems } from "./release-items.ts";
import { type ReleaseStatement, signatureState } from "./release-statement.ts";

const fail = errorsOf(releaseErrors);

/** One release with its effective items: what it holds never changes. */
export interface ReleaseContent {
  readonly number: number;
  readonly hash: string;
  /** The upper tier's release it stands on; null at the top. */
  readonly parentNumber: number | null;
  /** By kind and key. */
  readonly items: readonly EffectiveItem[];
}

/** A compiled item and what a bill pins: the release it was taken from and the hash of the item. */
export interface Compiled<Kind extends CompiledKind> {
  readonly program: ProgramOf<Kind>;
  readonly item: EffectiveItem;
  readonly releaseNumber: number;
}

export interface ReleaseRow extends Omit<ReleaseStatement, "tenantId"> {
  readonly signature: string | null;
  readonly keyId: string | null;
}

/** The columns of `release r` that a signature speaks of, and the signature. */
export const RELEASE_COLUMNS = `r.number, r.hash, r.parent_number AS "parentNumber", r.note, r.published_at AS "publishedAt",
  r.published_by AS "publishedBy", r.approved_by AS "approvedBy", r.signature, r.key_id AS "keyId"`;

/**
 * The release in force. One round trip to learn which; its items are read once a process.
 * Throws RELEASE_MISSING, RELEASE_UNSIGNED, RELEASE_FORGED.
 */
export async function currentRelease(scope: Scope): Promise<ReleaseContent> {
  const [row] = await readTenant<ReleaseRow>(
    scope,
    "release.current",
    `SELECT ${RELEASE_COLUMNS} FROM release_current c
       JOIN release r ON r.tenant_id = c.tenant_id AND r.number = c.release_number
      WHERE c.tenant_id = $1`,
    [scope.tenantId],
  );
  if (row === undefined) throw fail("RELEASE_MISSING");
  return contentOf(scope, row);
}

/** A release by its number: what a bill or a case was made under. Throws RELEASE_UNKNOWN, RELEASE_UNSIGNED, RELEASE_FORGED. */
export async function releaseOf(scope: Scope, number: number): Promise<ReleaseContent> {
  const [row] = await readTenant<ReleaseRow>(
    scope,
    "release.by-number",
    `SELECT ${RELEASE_COLUMNS} FROM release r WHERE r.tenant_id = $1 AND r.number = $2`,
    [scope.tenantId, number],
  );
  if (row === undefined) throw fail("RELEASE_UNKNOWN", { number });
  return contentOf(scope, row);
}

/** The program of an item of a release. Throws ITEM_UNKNOWN, naming the keys that there are. */
export function compiledIn<Kind extends CompiledKind>(
  release: Pick<ReleaseContent, "items" | "number">,
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

async function contentOf(scope: Scope, row: ReleaseRow): Promise<ReleaseContent> {
  const { number, hash, parentNumber } = row;
  // Every column that was signed is part of the name, so that a row changed behind our back is read and verified again.
  return keepRelease(scope, JSON.stringify(row), async () => {
    requireSignature(scope, row);
    const { items, manifest } = await readItems(scope, number);
    if (releaseHash(manifest) !== hash) throw fail("RELEASE_FORGED", { number });
    return { number, hash, parentNumber, items };
  });
}

/** @throws RELEASE_UNSIGNED, RELEASE_FORGED */
function requireSignature(scope: Scope, row: ReleaseRow): void {
  const { signature, keyId, ...statement } = row;
  const state = signatureState({ tenantId: scope.tenantId, ...statement }, { keyId, value: signature });
  const { number } = row;
  if (state === "missing") throw fail("RELEASE_UNSIGNED", { number });
  if (state === "foreign") throw fail("RELEASE_KEY_UNKNOWN", { number, key: keyId ?? "" });
  if (state === "forged") throw fail("RELEASE_FORGED", { number });
}
