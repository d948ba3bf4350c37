import type { Words } from "#engines/kernel/errors.ts";
import { contentHash, type Hashable } from "#engines/kernel/hash.ts";
import { lockOver, locksOf } from "./inherit.ts";
import { type EffectiveItem, type Item, itemName, type Json, type JsonObject } from "./item.ts";
import { itemHash } from "./item-hash.ts";
import { type Override, overrideSchema } from "./override/kind.ts";
import { formatPointer, locate, parsePointer, valueAt } from "./pointer.ts";

/**
 * Why a local change and the upper tier's new release cannot both stand as they are:
 * - `changed`: the upper tier changed the very field that is overridden here;
 * - `gone`: the field is no longer there;
 * - `locked`: the upper tier has locked it since;
 * - `removed`: the whole item is no longer there;
 * - `taken`: the upper tier now has an item of the kind and key of an own one.
 */
export type ConflictReason = "changed" | "gone" | "locked" | "removed" | "taken";
export type Choice = "mine" | "theirs";

/** One thing to settle, with the three values side by side. */
export interface Conflict {
  readonly id: string;
  readonly reason: ConflictReason;
  /** `kind/key` of the item that is meant. */
  readonly item: string;
  /** Where in it, as a pointer; empty for the whole item. */
  readonly path: string;
  /** As the upper tier had it when the local change was made. */
  readonly base: Json | null;
  readonly theirs: Json | null;
  readonly mine: Json | null;
  /** What can be chosen: what is locked or gone cannot be kept. */
  readonly choices: readonly Choice[];
  /** Why the upper tier locks it. */
  readonly lock: Words | null;
  readonly chosen: Choice | null;
}

export interface UpgradeInput {
  /** Effective items of the upper release that the utility stands on … */
  readonly base: readonly EffectiveItem[];
  /** … and of the one that is offered. */
  readonly theirs: readonly EffectiveItem[];
  /** The utility's own items. */
  readonly mine: readonly Item[];
  /** What was chosen for each conflict, by its id. */
  readonly settled?: Readonly<Record<string, Choice>>;
}

export interface Upgrade {
  /** The utility's own items after it; conflicts that are not settled are left as they are. */
  readonly items: readonly Item[];
  readonly conflicts: readonly Conflict[];
  /** Overrides that say what the upper tier says itself now, and were dropped: `kind/key/path`. */
  readonly redundant: readonly string[];
}

/**
 * Three-way merge of an upgrade, field by field: what only the upper tier changed comes through by inheritance, what only
 * the utility changed stays, and what both changed is a conflict for a person. Pure.
 */
export function mergeUpgrade({ base, theirs, mine, settled = {} }: UpgradeInput): Upgrade {
  const context: Context = {
    base: new Map(base.map((item) => [itemName(item), item])),
    theirs: new Map(theirs.filter(({ kind }) => kind !== "override").map((item) => [itemName(item), item])),
    locks: locksOf(theirs),
    settled,
    conflicts: [],
    redundant: [],
  };
  const items = mine.flatMap((item) =>
    item.kind === "override" ? mergeOverride(item, context) : mergeOwn(item, context),
  );
  return { items, conflicts: context.conflicts, redundant: context.redundant };
}

interface Context {
  readonly base: ReadonlyMap<string, EffectiveItem>;
  readonly theirs: ReadonlyMap<string, EffectiveItem>;
  readonly locks: ReturnType<typeof locksOf>;
  readonly settled: Readonly<Record<string, Choice>>;
  readonly conflicts: Conflict[];
  readonly redundant: string[];
}

/** An own item whose place the upper tier has taken: theirs, or mine as an override of it. */
function mergeOwn(item: Item, context: Context): Item[] {
  const name = itemName(item);
  const theirs = context.theirs.get(name);
  if (theirs === undefined) return [item];
  if (theirs.hash === itemHash(item)) {
    context.redundant.push(name);
    return [];
  }
  const choice = settle(context, {
    id: name,
    reason: "taken",
    item: name,
    path: "",
    base: null,
    theirs: theirs.content,
    mine: item.content,
    choices: ["mine", "theirs"],
    lock: null,
  });
  if (choice === "theirs") return [];
  if (choice === null) return [item];
  return [overrideTowards(item, theirs)];
}

function mergeOverride(item: Item, context: Context): Item[] {
  const override = overrideSchema.parse(item.content);
  const name = itemName(override);
  const theirs = context.theirs.get(name);
  const was = context.base.get(name);
  if (theirs === undefined) {
    const choice = settle(context, {
      id: itemName(item),
      reason: "removed",
      item: name,
      path: "",
      base: was?.content ?? null,
      theirs: null,
      mine: item.content,
      choices: ["theirs"],
      lock: null,
    });
    return choice === null ? [item] : [];
  }
  const set = Object.entries((override.set ?? {}) as JsonObject).filter(([path, value]) =>
    keeps(context, { item, override, path, mine: value, was, theirs }),
  );
  const remove = (override.remove ?? []).filter((path) =>
    keeps(context, { item, override, path, mine: undefined, was, theirs }),
  );
  if (set.length === 0 && remove.length === 0) return [];
  const { set: _, remove: __, ...target } = item.content;
  return [
    {
      ...item,
      content: {
        ...target,
        ...(set.length === 0 ? {} : { set: Object.fromEntries(set) }),
        ...(remove.length === 0 ? {} : { remove }),
      },
    },
  ];
}

interface Overridden {
  readonly item: Item;
  readonly override: Override;
  readonly path: string;
  /** Undefined: taken away here. */
  readonly mine: Json | undefined;
  readonly was: EffectiveItem | undefined;
  readonly theirs: EffectiveItem;
}

/** Whether one overridden field stays overridden. */
function keeps(context: Context, { item, override, path, mine, was, theirs }: Overridden): boolean {
  const segments = parsePointer(path) ?? [];
  const found = locate(theirs.content, segments);
  const before = was === undefined ? undefined : leafOf(was.content, segments);
  const conflict = {
    id: `${itemName(item)}${path}`,
    item: itemName(override),
    path,
    base: before ?? null,
    mine: mine ?? null,
  };
  // What was set into a list or record that is gone has no place any more.
  const gone =
    "missing" in found || (mine === undefined && valueAt(theirs.content, found.place) === undefined);
  if (gone) {
    const unsettled = {
      ...conflict,
      reason: "gone" as const,
      theirs: null,
      choices: ["theirs" as const],
      lock: null,
    };
    return settle(context, unsettled) !== "theirs";
  }
  const now = valueAt(theirs.content, found.place);
  const lock = lockOver(context.locks, override, theirs.content, found.place);
  if (same(now, mine)) {
    context.redundant.push(`${itemName(override)}${path}`);
    return false;
  }
  if (lock !== undefined) {
    const unsettled = {
      ...conflict,
      reason: "locked" as const,
      theirs: now ?? null,
      choices: ["theirs" as const],
      lock: lock.reason,
    };
    return settle(context, unsettled) !== "theirs";
  }
  if (same(before, now)) return true;
  const both = {
    ...conflict,
    reason: "changed" as const,
    theirs: now ?? null,
    choices: ["mine" as const, "theirs" as const],
    lock: null,
  };
  return settle(context, both) !== "theirs";
}

/** Notes a conflict, and answers what was chosen where that can be chosen. */
function settle(context: Context, conflict: Omit<Conflict, "chosen">): Choice | null {
  const wanted = Object.hasOwn(context.settled, conflict.id) ? context.settled[conflict.id] : undefined;
  const chosen = wanted !== undefined && conflict.choices.includes(wanted) ? wanted : null;
  context.conflicts.push({ ...conflict, chosen });
  return chosen;
}

/** The override that turns their item into mine, by its first level of fields. */
function overrideTowards(item: Item, theirs: EffectiveItem): Item {
  const set = Object.entries(item.content).filter(([name, value]) => !same(theirs.content[name], value));
  const remove = Object.keys(theirs.content).filter((name) => !Object.hasOwn(item.content, name));
  return {
    kind: "override",
    key: `${item.kind}.${item.key}`,
    content: {
      kind: item.kind,
      key: item.key,
      ...(set.length === 0
        ? {}
        : { set: Object.fromEntries(set.map(([name, value]) => [formatPointer([name]), value])) }),
      ...(remove.length === 0 ? {} : { remove: remove.map((name) => formatPointer([name])) }),
    },
  };
}

function leafOf(content: JsonObject, segments: readonly string[]): Json | undefined {
  const found = locate(content, segments);
  return "place" in found ? valueAt(content, found.place) : undefined;
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return contentHash(a as Hashable) === contentHash(b as Hashable);
}
