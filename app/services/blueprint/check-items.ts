import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { problemsOfGrants } from "#app/services/plugin/check-grants.ts";
import { checkers } from "#engines/checkers.ts";
import { type CompiledKind, compilers, programOf } from "#engines/compilers.ts";
import { readTemplate } from "#engines/messages/index.ts";
import { type CheckPorts, checkBlueprint, hasErrors, type PastItem } from "#schema/blueprint/check.ts";
import type { EffectiveItem, Item } from "#schema/blueprint/item.ts";
import { releaseHash } from "#schema/blueprint/item-hash.ts";
import type { Finding, ItemKind } from "#schema/blueprint/kind.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import type { Problem } from "#schema/blueprint/problem.ts";
import { problemsOfUse } from "./impact/problems-of-use.ts";
import type { ReleaseContent } from "./release.ts";
import { releaseInForce, type Standing, upperRelease } from "./upper.ts";

/** What a set of own items would become, and everything that is wrong with it. */
export interface ItemsCheck {
  readonly problems: readonly Problem[];
  /** The effective blueprint, as far as it could be made. */
  readonly items: readonly EffectiveItem[];
  /** The hash of the release that they would become. */
  readonly hash: string;
  /** The upper tier's release that they stand on. */
  readonly parentNumber: number | null;
  /** What is in force, which they were compared with. */
  readonly current: ReleaseContent | undefined;
}

/**
 * Checks a utility's own items: everything that `checkBlueprint` finds, and what business data still use of what they
 * remove. Nothing is written.
 */
export async function checkItems(
  scope: Scope,
  own: readonly Item[],
  { standing = "same" }: { readonly standing?: Standing } = {},
): Promise<ItemsCheck> {
  const current = await releaseInForce(scope);
  const upper = await upperRelease(scope, standing, current);
  const checked = checkBlueprint(
    { upper: upper?.items ?? [], own, inForce: current?.items ?? [], past: await pastItems(scope) },
    checkPorts,
  );
  const used = hasErrors(checked.problems)
    ? []
    : await problemsOfUse(scope, current?.items ?? [], checked.items, itemKinds);
  return {
    problems: [...checked.problems, ...used, ...(await problemsOfGrants(scope, checked.items))],
    items: checked.items,
    hash: releaseHash(checked.items),
    parentNumber: upper?.number ?? null,
    current,
  };
}

/** The product's kinds and compilers, for checks with and without a database. */
export const checkPorts: CheckPorts = {
  kinds: itemKinds,
  compile: ({ kind, hash, content }) => {
    if (Object.hasOwn(compilers, kind)) programOf(kind as CompiledKind, hash, content);
  },
  checkTemplate: ({ source, variables, path }) => void readTemplate(source, variables, path),
  examine: ({ kind }, parsed) => {
    const check = (checkers as Readonly<Record<string, (item: never) => readonly Finding[]>>)[kind];
    return Object.hasOwn(checkers, kind) ? (check?.(parsed as never) ?? []) : [];
  },
};

/** Every version that an item with stored fields ever had, with the first release that held it. */
async function pastItems(scope: Scope): Promise<PastItem[]> {
  const kinds = Object.values<ItemKind<string, never>>(itemKinds as never)
    .filter(({ fields }) => fields !== undefined)
    .map(({ kind }) => kind);
  if (kinds.length === 0) return [];
  return readTenant<PastItem & { [column: string]: unknown }>(
    scope,
    "release.past-items",
    `SELECT i.kind, i.key, i.release, b.content FROM (
        SELECT kind, key, item_hash, min(release_number)::int AS release FROM release_item
         WHERE tenant_id = $1 AND kind = ANY ($2::text[]) GROUP BY kind, key, item_hash) i
       JOIN blueprint_item b ON b.tenant_id = $1 AND b.hash = i.item_hash`,
    [scope.tenantId, kinds],
  );
}
