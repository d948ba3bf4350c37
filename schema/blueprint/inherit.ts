import { errorsOf, type ManifoldError } from "#engines/kernel/errors.ts";
import { blueprintErrors } from "./errors.ts";
import { referencesOf } from "./facts.ts";
import {
  type EffectiveItem,
  type Item,
  itemName,
  type Json,
  type JsonObject,
  type KindRegistry,
  sortItems,
} from "./item.ts";
import { itemHash } from "./item-hash.ts";
import { type Lock, lockSchema } from "./lock/kind.ts";
import { type Override, overrideSchema } from "./override/kind.ts";
import { faultsOfContent } from "./pack.ts";
import {
  isList,
  locate,
  memberAt,
  namesBelow,
  type Place,
  parsePointer,
  valueAt,
  withValueAt,
} from "./pointer.ts";

const fail = errorsOf(blueprintErrors);

/** An effective blueprint, or everything that stands in its way. */
export interface Inheritance {
  readonly items: readonly EffectiveItem[];
  readonly faults: readonly ManifoldError[];
}

/**
 * The effective blueprint of a tenant (grid → province → city): the upper tier's effective items, the tenant's own
 * items, and its overrides of single fields. Pure; the order of the inputs does not matter.
 *
 * - An upper tier's locks bind every tier below; its overrides are already part of its items and are not handed down.
 * - An own item may not stand in the place of an inherited one: that would be a silent fork. Fields are overridden.
 * - An overridden item satisfies the schema of its kind, or the override is refused.
 */
export function inherit(
  parent: readonly EffectiveItem[],
  own: readonly Item[],
  kinds: KindRegistry,
): Inheritance {
  const faults: ManifoldError[] = [];
  const handedDown = parent.filter(({ kind }) => kind !== "override");
  const items = new Map<string, EffectiveItem>();
  for (const item of handedDown) items.set(itemName(item), { ...item, origin: "inherited" });

  const locks = locksOf(parent);

  const overriddenBy = new Map<string, string>();
  for (const item of sortItems(own)) {
    const name = itemName(item);
    if (items.get(name)?.origin === "inherited") {
      faults.push(fail("ITEM_INHERITED_ALREADY", { item: name }, whereOf(item)));
      continue;
    }
    items.set(name, { ...item, hash: itemHash(item), origin: "own" });
    if (item.kind !== "override") continue;
    const override = overrideSchema.parse(item.content);
    const target = itemName(override);
    const first = overriddenBy.get(target);
    if (first !== undefined) {
      faults.push(fail("OVERRIDE_TWICE", { item: target, first, second: name }, whereOf(item)));
      continue;
    }
    overriddenBy.set(target, name);
    const applied = applyOverride(items.get(target), override, item, locks, handedDown, kinds);
    faults.push(...applied.faults);
    if (applied.item) items.set(target, applied.item);
  }
  const all = sortItems([...items.values()]);
  faults.push(...missingReferences(all, kinds));
  return { items: all, faults };
}

/** Mentions of items that are not in the blueprint. */
function missingReferences(items: readonly EffectiveItem[], kinds: KindRegistry): ManifoldError[] {
  const present = new Set(items.map(itemName));
  return items.flatMap((item) =>
    referencesOf(item, kinds)
      .filter((mention) => !present.has(itemName(mention)))
      // An override without its target is told in its own words.
      .filter(() => item.kind !== "override")
      .map((mention) =>
        fail(
          "REFERENCE_MISSING",
          { path: mention.path, target: itemName(mention) },
          { ...whereOf(item), path: mention.path },
        ),
      ),
  );
}

interface NamedLock extends Lock {
  readonly name: string;
}

/** The locks among the items of an upper tier. */
export function locksOf(items: readonly EffectiveItem[]): readonly NamedLock[] {
  return items
    .filter(({ kind }) => kind === "lock")
    .map(({ key, content }) => ({
      name: itemName({ kind: "lock", key }),
      ...lockSchema.parse(content),
    }));
}

/** The lock that covers a place of an inherited item, where there is one. */
export function lockOver(
  locks: readonly NamedLock[],
  target: Pick<Item, "kind" | "key">,
  content: JsonObject,
  place: Place,
): NamedLock | undefined {
  return locks.find((lock) => covers(lock, target, content, place));
}

function applyOverride(
  target: EffectiveItem | undefined,
  override: Override,
  item: Item,
  locks: readonly NamedLock[],
  handedDown: readonly EffectiveItem[],
  kinds: KindRegistry,
): { item?: EffectiveItem; faults: readonly ManifoldError[] } {
  const name = itemName(override);
  if (target === undefined || target.origin === "own") {
    const known = handedDown.filter(({ kind }) => kind === override.kind).map(itemName);
    return {
      faults: [
        fail("OVERRIDE_TARGET_MISSING", { item: name, known: known.join(", ") || "—" }, whereOf(item)),
      ],
    };
  }
  const faults: ManifoldError[] = [];
  let content: Json = target.content;
  const changes: [string, Json | undefined][] = [
    ...Object.entries((override.set ?? {}) as JsonObject),
    ...(override.remove ?? []).map((path): [string, undefined] => [path, undefined]),
  ];
  // Every pointer is looked up in what was inherited, before anything is moved.
  const placed: { place: Place; value: Json | undefined }[] = [];
  for (const [pointer, value] of changes) {
    const segments = parsePointer(pointer) ?? [];
    const found = locate(target.content, segments);
    const unknown =
      "missing" in found || (value === undefined && valueAt(target.content, found.place) === undefined);
    if (unknown) {
      const depth = "missing" in found ? found.missing : segments.length - 1;
      const before = segments.slice(0, depth);
      const parent = locate(target.content, before);
      const known = "place" in parent ? namesBelow(valueAt(target.content, parent.place)) : [];
      faults.push(
        fail(
          "OVERRIDE_PATH_MISSING",
          { item: name, path: pointer, at: `/${before.join("/")}`, known: known.join(", ") || "—" },
          { ...whereOf(item), path: pointer },
        ),
      );
      continue;
    }
    const lock = lockOver(locks, override, target.content, found.place);
    if (lock) {
      const { reason } = lock;
      faults.push(
        fail(
          "FIELD_LOCKED",
          { item: name, path: pointer, lock: lock.name, reason: reason.en, reasonZh: reason["zh-CN"] },
          { ...whereOf(item), path: pointer },
        ),
      );
      continue;
    }
    placed.push({ place: found.place, value });
  }
  if (faults.length > 0) return { faults };
  // A wider field is set before one inside it; what is taken away goes last, from the last position to the first, so that
  // taking one member of a list away does not move the others.
  placed.sort((a, b) => {
    if (a.value === undefined && b.value === undefined) return comparePlaces(b.place, a.place);
    return Number(a.value === undefined) - Number(b.value === undefined) || comparePlaces(a.place, b.place);
  });
  for (const { place, value } of placed) content = withValueAt(content, place, value);
  const schema = kinds[override.kind]?.schema;
  if (schema) faults.push(...faultsOfContent(schema, content, () => whereOf(item)));
  if (faults.length > 0) return { faults };
  const changed = { kind: override.kind, key: override.key, content: content as JsonObject };
  return { item: { ...changed, hash: itemHash(changed), origin: "overridden" }, faults };
}

/** Whether a lock covers a place: the same field, one below it, or one that holds it. */
function covers(
  lock: NamedLock,
  override: Pick<Item, "kind" | "key">,
  content: JsonObject,
  place: Place,
): boolean {
  if (lock.kind !== override.kind || !(lock.keys?.includes(override.key) ?? true)) return false;
  return lock.paths.some((path) => {
    const segments = parsePointer(path) ?? [];
    const length = Math.min(segments.length, place.length);
    return segments.slice(0, length).every((segment, at) => {
      if (segment === "*") return true;
      const holder = valueAt(content, place.slice(0, at));
      const step = isList(holder) ? memberAt(holder, segment) : segment;
      return step === place[at];
    });
  });
}

function comparePlaces(a: Place, b: Place): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [left, right] = [a[at], b[at]];
    if (left === right) continue;
    if (typeof left === "number" && typeof right === "number") return left - right;
    return String(left) < String(right) ? -1 : 1;
  }
  return a.length - b.length;
}

function whereOf(item: Pick<Item, "kind" | "key">): { file: string } {
  return { file: `${itemName(item)}.yaml` };
}
