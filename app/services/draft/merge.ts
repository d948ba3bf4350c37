import { nameOf, sameJson } from "#app/collab/document/tree.ts";
import { type Item, itemName, type Json, type JsonObject, partsOfName } from "#schema/blueprint/item.ts";
import { formatPointer, isList, isObject } from "#schema/blueprint/pointer.ts";

/** Whose value stands where both sides changed the same thing, each in its own way. */
export type Side = "draft" | "release";

/** What both changed, with the three values. */
export interface MergeConflict {
  /** `kind/key`. */
  readonly item: string;
  /** Where in it, as a pointer; empty for the whole item. */
  readonly path: string;
  /** As it was when the draft was begun, and as each has it now; null where it is not there. */
  readonly base: Json | null;
  readonly draft: Json | null;
  readonly release: Json | null;
}

/** By what a conflict is chosen: `tariff/home /charges/base/price`, the item alone for the whole of it. */
export const conflictId = ({ item, path }: Pick<MergeConflict, "item" | "path">): string =>
  path === "" ? item : `${item} ${path}`;

export interface Merge {
  readonly items: readonly Item[];
  readonly conflicts: readonly MergeConflict[];
}

/**
 * Three-way merge of a draft with a release that was published meanwhile: what one side changed is that side's, field by
 * field and, in lists whose members have names, member by member. What both changed differently is told, and is the one's
 * that `choose` says. Pure. `merge(base, x, base)` and `merge(base, base, x)` are `x`. Rules M1 to M3 of schema/blueprint.
 */
export function mergeItems(
  base: readonly Item[],
  draft: readonly Item[],
  release: readonly Item[],
  choose: (conflict: MergeConflict) => Side,
): Merge {
  const [was, ours, theirs] = [base, draft, release].map(
    (items) => new Map<string, JsonObject>(items.map((item) => [itemName(item), item.content])),
  ) as [Map<string, JsonObject>, Map<string, JsonObject>, Map<string, JsonObject>];
  const conflicts: MergeConflict[] = [];
  const items = [...new Set([...ours.keys(), ...theirs.keys()])].sort().flatMap((name): Item[] => {
    const conflict: Conflict = (path, sides) => {
      const [at, mine, other] = sides.map((side) => side ?? null) as [Json | null, Json | null, Json | null];
      const found = { item: name, path, base: at, draft: mine, release: other };
      conflicts.push(found);
      return choose(found);
    };
    const content = merge([was.get(name), ours.get(name), theirs.get(name)], "", conflict);
    return isObject(content) ? [{ ...partsOfName(name), content }] : [];
  });
  return { items, conflicts };
}

type Maybe = Json | undefined;
/** As it was, the draft's and the release's. */
type Three = readonly [base: Maybe, mine: Maybe, theirs: Maybe];
/** Notes a conflict; answers whose it is. */
type Conflict = (path: string, sides: Three) => Side;

function merge(sides: Three, path: string, conflict: Conflict): Maybe {
  const [base, mine, theirs] = sides;
  if (sameJson(base, mine)) return theirs;
  if (sameJson(base, theirs) || sameJson(mine, theirs)) return mine;
  if (isObject(mine) && isObject(theirs) && (base === undefined || isObject(base)))
    return mergeRecords([base ?? {}, mine, theirs], path, conflict);
  const named = [base ?? [], mine, theirs].map(byName);
  if (named.every((members) => members !== undefined))
    return mergeLists(named as [Members, Members, Members], sides, path, conflict);
  return conflict(path, sides) === "draft" ? mine : theirs;
}

function mergeRecords(
  [base, mine, theirs]: readonly [JsonObject, JsonObject, JsonObject],
  path: string,
  conflict: Conflict,
): JsonObject {
  const fields: Record<string, Json> = {};
  for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const sides = [own(base, name), own(mine, name), own(theirs, name)] as const;
    const value = merge(sides, path + formatPointer([name]), conflict);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

const own = (record: JsonObject, name: string): Maybe =>
  Object.hasOwn(record, name) ? record[name] : undefined;

type Members = ReadonlyMap<string, Json>;

/** The members of a list by their names; undefined where one has none, or two have the same. */
function byName(list: Maybe): Members | undefined {
  if (!isList(list)) return undefined;
  const members = new Map<string, Json>();
  for (const member of list) {
    const name = nameOf(member);
    if (name === undefined || members.has(name)) return undefined;
    members.set(name, member);
  }
  return members;
}

/** The order is that of the side that changed it; what only the other side has stands behind what it stood behind there. */
function mergeLists(
  [base, mine, theirs]: readonly [Members, Members, Members],
  lists: Three,
  path: string,
  conflict: Conflict,
): Json[] {
  const kept = (members: Members) =>
    [...members.keys()].filter((name) => base.has(name) && mine.has(name) && theirs.has(name)).join("\n");
  const [orderMine, orderTheirs] = [kept(mine) !== kept(base), kept(theirs) !== kept(base)];
  const bothOrders = orderMine && orderTheirs;
  const mineLeads =
    bothOrders && kept(mine) !== kept(theirs)
      ? conflict(path, lists) === "draft"
      : bothOrders || !orderTheirs;
  const [lead, other] = mineLeads ? [mine, theirs] : [theirs, mine];
  const order = [...lead.keys()];
  let before = -1;
  for (const name of other.keys()) {
    const at = order.indexOf(name);
    if (at >= 0) before = at;
    else order.splice(++before, 0, name);
  }
  return order.flatMap((name) => {
    const sides = [base.get(name), mine.get(name), theirs.get(name)] as const;
    const value = merge(sides, path + formatPointer([name]), conflict);
    return value === undefined ? [] : [value];
  });
}
