import type { Scope } from "#app/platform/tenancy.ts";
import type { Words } from "#engines/kernel/errors.ts";
import { compareItems, type ItemChange } from "#schema/blueprint/compare.ts";
import { type EffectiveItem, itemName, type KindRegistry, type Origin } from "#schema/blueprint/item.ts";
import { isObject } from "#schema/blueprint/pointer.ts";
import { type Impact, impactOf } from "./impact/impact.ts";

/** A change of one item as a business person reads it, with what it touches. */
export interface DescribedChange extends ItemChange {
  readonly kindName: Words;
  /** The item's own name, where its kind gives it one. */
  readonly name: Words | null;
  readonly origin: Origin;
  /** What a mistake in it costs, where that is money or safety. */
  readonly guarded: "money" | "safety" | null;
  readonly impact: readonly Impact[];
}

/** The difference between two blueprints in words, each change with live counts of what it touches. */
export async function describeChanges(
  scope: Scope,
  before: readonly EffectiveItem[],
  after: readonly EffectiveItem[],
  kinds: KindRegistry,
): Promise<readonly DescribedChange[]> {
  const changes = compareItems(before, after, kinds);
  const impacts = await impactOf(scope, changes);
  // The newer side names an item; one that is gone is named by the older.
  const items = new Map([...before, ...after].map((item) => [itemName(item), item]));
  return changes.map((change) => {
    const name = itemName(change);
    const item = items.get(name);
    const kind = kinds[change.kind];
    return {
      ...change,
      kindName: kind?.label ?? { "zh-CN": change.kind, en: change.kind },
      name: item === undefined ? null : nameOf(item),
      origin: item?.origin ?? "own",
      guarded: kind?.guarded ?? null,
      impact: impacts.filter((impact) => impact.item === name),
    };
  });
}

/** The name that an item gives itself: its label, name or title. */
export function nameOf({ content }: Pick<EffectiveItem, "content">): Words | null {
  for (const field of ["label", "name", "title"]) {
    const value = content[field];
    if (!isObject(value)) continue;
    const { "zh-CN": chinese, en: english } = value;
    if (typeof chinese === "string" && typeof english === "string") return { "zh-CN": chinese, en: english };
  }
  return null;
}
