import type { Words } from "#engines/kernel/errors.ts";
import { type EffectiveItem, itemName, type KindRegistry, sortItems } from "./item.ts";

/** What happened to one item between two blueprints. */
export interface ItemChange {
  readonly kind: string;
  readonly key: string;
  readonly change: "added" | "removed" | "changed";
  /** In words a business person reads, one sentence a change. */
  readonly words: readonly Words[];
}

/**
 * The difference between two effective blueprints, by kind and key. Items of the same hash are the same; a kind that says
 * nothing of a change (its words are empty) still shows that there is one.
 */
export function compareItems(
  before: readonly EffectiveItem[],
  after: readonly EffectiveItem[],
  kinds: KindRegistry,
): ItemChange[] {
  const old = new Map(before.map((item) => [itemName(item), item]));
  const now = new Map(after.map((item) => [itemName(item), item]));
  const touched = new Map([...old, ...now]);
  return sortItems([...touched.values()]).flatMap((item): ItemChange[] => {
    const [was, is] = [old.get(itemName(item)), now.get(itemName(item))];
    if (was?.hash === is?.hash) return [];
    const schema = kinds[item.kind]?.schema;
    // What a later schema refuses still shows that it changed.
    const parsed = (side: EffectiveItem | undefined) => side && schema?.safeParse(side.content).data;
    const words = kinds[item.kind]?.words(parsed(was), parsed(is)) ?? [];
    const change = was === undefined ? "added" : is === undefined ? "removed" : "changed";
    return [{ kind: item.kind, key: item.key, change, words }];
  });
}
