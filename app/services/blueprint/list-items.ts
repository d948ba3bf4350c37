import type { Scope } from "#app/platform/tenancy.ts";
import { errorsOf, ManifoldError, type Words } from "#engines/kernel/errors.ts";
import type { EffectiveItem, JsonObject, Origin } from "#schema/blueprint/item.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { isObject } from "#schema/blueprint/pointer.ts";
import { releaseErrors } from "./errors.ts";
import { currentRelease } from "./release.ts";

const fail = errorsOf(releaseErrors);

export interface ItemSummary {
  readonly kind: string;
  readonly kindName: Words;
  readonly key: string;
  /** The item's own name, where its kind gives it one. */
  readonly name: Words | null;
  readonly origin: Origin;
  readonly hash: string;
}

export interface ItemDetail extends ItemSummary {
  readonly release: number;
  readonly content: JsonObject;
}

/** The items of the release in force; `release` is null before the first one. */
export async function listItems(
  scope: Scope,
): Promise<{ release: { number: number; hash: string } | null; items: ItemSummary[] }> {
  const found = await currentRelease(scope).catch((error: unknown) => {
    if (error instanceof ManifoldError && error.code === "RELEASE_MISSING") return null;
    throw error;
  });
  if (found === null) return { release: null, items: [] };
  const { number, hash, items } = found;
  return { release: { number, hash }, items: items.map(summaryOf) };
}

/** One item of the release in force. @throws ITEM_UNKNOWN */
export async function showItem(
  scope: Scope,
  wanted: { readonly kind: string; readonly key: string },
): Promise<ItemDetail> {
  const release = await currentRelease(scope);
  const item = release.items.find(({ kind, key }) => kind === wanted.kind && key === wanted.key);
  if (item === undefined) {
    const known = release.items.filter(({ kind }) => kind === wanted.kind).map(({ key }) => key);
    throw fail("ITEM_UNKNOWN", { item: `${wanted.kind}/${wanted.key}`, known: known.join(", ") || "—" });
  }
  return {
    ...summaryOf(item),
    release: release.number,
    content: item.content,
  };
}

function summaryOf(item: EffectiveItem): ItemSummary {
  const { kind, key, origin, hash } = item;
  const kindName = kindOf(kind)?.label ?? { "zh-CN": kind, en: kind };
  return { kind, kindName, key, name: wordsIn(item, "label") ?? wordsIn(item, "name"), origin, hash };
}

function kindOf(name: string) {
  return Object.hasOwn(itemKinds, name) ? itemKinds[name as keyof typeof itemKinds] : undefined;
}

function wordsIn({ content }: EffectiveItem, field: string): Words | null {
  const value = content[field];
  if (!isObject(value)) return null;
  const { "zh-CN": chinese, en: english } = value;
  return typeof chinese === "string" && typeof english === "string"
    ? { "zh-CN": chinese, en: english }
    : null;
}
