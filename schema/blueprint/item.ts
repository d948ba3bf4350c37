import type { z } from "zod";
import type { ItemKind } from "./kind.ts";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Every kind by its name: `itemKinds` in the product, a smaller map in a test. */
export type KindRegistry = Readonly<Record<string, ItemKind<string, z.ZodType>>>;

/**
 * One thing that a utility configures, as it was written: without the defaults that its schema fills in, so that a file
 * comes back as it went in. A default of a kind therefore never changes its value once a pack can hold the kind.
 */
export interface Item {
  readonly kind: string;
  readonly key: string;
  readonly content: JsonObject;
}

/** From where an item of an effective blueprint comes. */
export type Origin = "own" | "inherited" | "overridden";

/** An item of an effective blueprint: the upper tier's release with the tenant's own items and overrides on it. */
export interface EffectiveItem extends Item {
  readonly hash: string;
  readonly origin: Origin;
}

/** By kind, then by key, in code unit order: the order in which items are listed, stored and hashed. */
export function sortItems<Some extends Pick<Item, "kind" | "key">>(items: readonly Some[]): Some[] {
  return [...items].sort((a, b) => order(a.kind, b.kind) || order(a.key, b.key));
}

export function itemName(item: Pick<Item, "kind" | "key">): string {
  return `${item.kind}/${item.key}`;
}

/** The kind and key of an item's name. A key holds no `/`. */
export function partsOfName(name: string): Pick<Item, "kind" | "key"> {
  const split = name.indexOf("/");
  return { kind: name.slice(0, split), key: name.slice(split + 1) };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
