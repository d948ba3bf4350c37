import type { z } from "zod";
import type { Item, JsonObject, KindRegistry } from "./item.ts";
import type { FieldUse, ItemKind, Reference } from "./kind.ts";

type AnyKind = ItemKind<string, z.ZodType>;

/** What of an item other items are checked against. Absent where its schema refuses the content. */
interface Facts {
  readonly references: readonly Reference[];
  /** Undefined where the kind stores no data. */
  readonly fields: readonly FieldUse[] | undefined;
}

/**
 * Kept by content object, which never changes: a release that a process has read is parsed once for all checks, so the
 * check of one changed item among thousands does not parse thousands.
 */
const kept = new WeakMap<AnyKind, WeakMap<JsonObject, Facts | undefined>>();

export function referencesOf(item: Item, kinds: KindRegistry): readonly Reference[] {
  return factsOf(item, kinds)?.references ?? [];
}

export function fieldsOf(item: Item, kinds: KindRegistry): readonly FieldUse[] | undefined {
  return factsOf(item, kinds)?.fields;
}

function factsOf(item: Item, kinds: KindRegistry): Facts | undefined {
  const kind = Object.hasOwn(kinds, item.kind) ? kinds[item.kind] : undefined;
  if (kind === undefined) return undefined;
  let byContent = kept.get(kind);
  if (byContent === undefined) {
    byContent = new WeakMap();
    kept.set(kind, byContent);
  }
  if (byContent.has(item.content)) return byContent.get(item.content);
  const parsed = kind.schema.safeParse(item.content);
  const facts = parsed.success
    ? { references: kind.references(parsed.data), fields: kind.fields?.(parsed.data) }
    : undefined;
  byContent.set(item.content, facts);
  return facts;
}
