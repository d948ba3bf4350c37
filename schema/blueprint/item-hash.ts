import { contentHash } from "#engines/kernel/hash.ts";
import { type EffectiveItem, type Item, sortItems } from "./item.ts";

/** The hash under which an item is stored once and its compiled program is kept. Its key is not part of it. */
export function itemHash(item: Pick<Item, "kind" | "content">): string {
  return contentHash({ kind: item.kind, content: item.content });
}

/** The hash of a release: of what it holds, not of when or by whom it was published. */
export function releaseHash(items: readonly Omit<EffectiveItem, "content">[]): string {
  return contentHash(sortItems(items).map(({ kind, key, hash, origin }) => [kind, key, hash, origin]));
}
