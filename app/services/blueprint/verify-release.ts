import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { itemName, type JsonObject } from "#schema/blueprint/item.ts";
import { itemHash, releaseHash } from "#schema/blueprint/item-hash.ts";
import { releaseErrors } from "./errors.ts";
import { RELEASE_COLUMNS, type ReleaseRow } from "./release.ts";
import type { ManifestItem } from "./release-items.ts";
import { type SignatureState, signatureState } from "./release-statement.ts";

const fail = errorsOf(releaseErrors);

export interface Verification {
  readonly number: number;
  readonly signature: SignatureState;
  readonly keyId: string | null;
  /** Whether the list of items gives the hash that was signed. */
  readonly listed: boolean;
  /** Items whose content is not the one of their hash. */
  readonly changed: readonly string[];
  /** All of it is as it was published. */
  readonly genuine: boolean;
}

/** Checks a release against its signature and every content against its hash, read anew, whatever this process has kept. */
export async function verifyRelease(
  scope: Scope,
  { number }: { readonly number: number },
): Promise<Verification> {
  const [row] = await readTenant<ReleaseRow>(
    scope,
    "release.verify",
    `SELECT ${RELEASE_COLUMNS} FROM release r WHERE r.tenant_id = $1 AND r.number = $2`,
    [scope.tenantId, number],
  );
  if (row === undefined) throw fail("RELEASE_UNKNOWN", { number });
  const items = await readTenant<ManifestItem & { content: JsonObject; storedKind: string }>(
    scope,
    "release.verify-items",
    `SELECT i.kind, i.key, i.item_hash AS hash, i.origin, b.content, b.kind AS "storedKind"
       FROM release_item i JOIN blueprint_item b ON b.tenant_id = i.tenant_id AND b.hash = i.item_hash
      WHERE i.tenant_id = $1 AND i.release_number = $2`,
    [scope.tenantId, number],
  );
  const { signature: value, keyId, ...statement } = row;
  const signature = signatureState({ tenantId: scope.tenantId, ...statement }, { keyId, value });
  const listed = releaseHash(items) === row.hash;
  const changed = items
    .filter(
      ({ kind, hash, content, storedKind }) => storedKind !== kind || itemHash({ kind, content }) !== hash,
    )
    .map(itemName)
    .sort();
  const genuine = signature === "valid" && listed && changed.length === 0;
  return { number, signature, keyId, listed, changed, genuine };
}
