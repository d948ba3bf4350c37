import type { Words } from "#engines/kernel/errors.ts";
import { type Item, type Json, type JsonObject, type Origin, partsOfName } from "#schema/blueprint/item.ts";
import { applyTo, type Overridden } from "#schema/blueprint/override/edit.ts";
import { isList, isObject } from "#schema/blueprint/pointer.ts";

/** Contents by name (`tariff/residential`). */
export type Contents = ReadonlyMap<string, JsonObject>;

/** An item as the draft makes it: the tenant's own, or inherited with what the draft overrides. */
export interface DraftItem {
  readonly kind: string;
  readonly key: string;
  readonly origin: Origin;
  readonly content: JsonObject;
  /** The item's own name, where its kind gives it one. */
  readonly title: Words | undefined;
}

export const contentsOf = (items: readonly Item[]): Contents =>
  new Map(items.map(({ kind, key, content }) => [`${kind}/${key}`, content]));

/** The item of a name, or undefined where neither the draft nor the upper tier has one. */
export function draftItem(own: Contents, upper: Contents, kind: string, key: string): DraftItem | undefined {
  const name = `${kind}/${key}`;
  const mine = own.get(name);
  if (mine !== undefined) return itemOf(kind, key, mine, "own");
  const above = upper.get(name);
  if (above === undefined) return undefined;
  const override = overrideOf(own, kind, key);
  return override === undefined
    ? itemOf(kind, key, above, "inherited")
    : itemOf(kind, key, applyTo(above, override), "overridden");
}

/** Every item of the draft. An override is not one by itself where what it overrides is there. */
export function draftItems(own: Contents, upper: Contents): DraftItem[] {
  const names = new Set([...upper.keys(), ...own.keys()]);
  return [...names].sort().flatMap((name) => {
    const { kind, key } = partsOfName(name);
    if (kind === "override") {
      const { kind: targetKind, key: targetKey } = own.get(name) ?? {};
      if (upper.has(`${targetKind}/${targetKey}`)) return [];
    }
    return draftItem(own, upper, kind, key) ?? [];
  });
}

/** Name of the override of an inherited item: the one that there is, or the one that would be made. */
export function overrideName(own: Contents, kind: string, key: string): string {
  for (const [name, content] of own)
    if (name.startsWith("override/") && content.kind === kind && content.key === key) return name;
  return `override/${kind}.${key}`;
}

export function overrideOf(own: Contents, kind: string, key: string): Overridden | undefined {
  const content = own.get(overrideName(own, kind, key));
  if (content === undefined) return undefined;
  const { set, remove } = content;
  return {
    set: isObject(set) ? set : {},
    remove: isList(remove) ? remove.filter((each): each is string => typeof each === "string") : [],
  };
}

function itemOf(kind: string, key: string, content: JsonObject, origin: Origin): DraftItem {
  return {
    kind,
    key,
    origin,
    content,
    title: wordsIn(content.label) ?? wordsIn(content.name) ?? wordsIn(content.title),
  };
}

function wordsIn(value: Json | undefined): Words | undefined {
  if (!isObject(value)) return undefined;
  const { "zh-CN": chinese, en: english } = value;
  return typeof chinese === "string" && typeof english === "string"
    ? { "zh-CN": chinese, en: english }
    : undefined;
}
