import { type Item, itemName, type KindRegistry, sortItems } from "#schema/blueprint/item.ts";
import { itemHash } from "#schema/blueprint/item-hash.ts";

/**
 * Own items that differ and whose kind concerns money or safety, and overrides of such items: what a second person must
 * approve. What comes from the upper tier was approved there.
 */
export function guardedChanges(
  before: readonly Item[],
  after: readonly Item[],
  kinds: KindRegistry,
): readonly string[] {
  const old = new Map(before.map((item) => [itemName(item), item]));
  const now = new Map(after.map((item) => [itemName(item), item]));
  return sortItems([...new Map([...old, ...now]).values()])
    .filter((item) => {
      const [was, is] = [old.get(itemName(item)), now.get(itemName(item))];
      const same = was !== undefined && is !== undefined && itemHash(was) === itemHash(is);
      return !same && [was, is].some((side) => side !== undefined && isGuarded(side, kinds));
    })
    .map(itemName);
}

function isGuarded(item: Item, kinds: KindRegistry): boolean {
  const kind = item.kind === "override" || item.kind === "lock" ? item.content.kind : item.kind;
  return typeof kind === "string" && Object.hasOwn(kinds, kind) && kinds[kind]?.guarded !== undefined;
}
