import type { Scope } from "#app/platform/tenancy.ts";
import type { EffectiveItem, Item } from "#schema/blueprint/item.ts";
import { releaseOf } from "./release.ts";
import { releaseInForce } from "./upper.ts";

/**
 * A utility's own items of a release: what it wrote itself, its overrides and locks, without what it inherits. What a draft
 * begins from and what an export writes. Without a number those in force; none before the first release.
 */
export async function ownItems(scope: Scope, number?: number): Promise<readonly Item[]> {
  const release = number === undefined ? await releaseInForce(scope) : await releaseOf(scope, number);
  return release === undefined ? [] : ownOf(release.items);
}

export function ownOf(items: readonly EffectiveItem[]): Item[] {
  return items
    .filter(({ origin }) => origin === "own")
    .map(({ kind, key, content }) => ({ kind, key, content }));
}
