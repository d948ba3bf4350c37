import { nameOf, sameJson } from "#app/collab/document/tree.ts";
import { type Item, itemName, type Json, type JsonObject, partsOfName } from "#schema/blueprint/item.ts";
import { formatPointer, isList, isObject } from "#schema/blueprint/pointer.ts";

/** Whose value stands where both sides changed the same thing, each in its own way. */
export type Side = "draft" | "release";

export interface Merge {
  readonly items: readonly Item[];
  /** What both changed: the items' names, each with the pointers within it ("" the whole item). */
  readonly conflicts: ReadonlyMap<string, readonly string[]>;
}

/**
 * Three-way merge of a draft with a release that was published meanwhile: what one side changed is that side's, field by
 * field and, in lists whose members have names, member by member. What both changed differently is `prefer`'s, and is told.
 * Pure. `merge(base, x, base)` and `merge(base, base, x)` are `x`.
 */
export function mergeItems(
  base: readonly Item[],
  draft: readonly Item[],
  release: readonly Item[],
  prefer: Side,
): Merge {
  const [was, ours, theirs] = [base, draft, release].map(
    (items) => new Map<string, JsonObject>(items.map((item) => [itemName(item), item.content])),
  ) as [Map<string, JsonObject>, Map<string, JsonObject>, Map<string, JsonObject>];
  const conflicts = new Map<string, readonly string[]>();
  const items = [...new Set([...ours.keys(), ...theirs.keys()])].sort().flatMap((name): Item[] => {
    const paths: string[] = [];
    const content = merge(was.get(name), ours.get(name), theirs.get(name), "", prefer, paths);
    if (paths.length > 0) conflicts.set(name, paths);
    return isObject(content) ? [{ ...partsOfName(name), content }] : [];
  });
  return { items, conflicts };
}

type Maybe = Json | undefined;

function merge(
  base: Maybe,
  mine: Maybe,
  theirs: Maybe,
  path: string,
  prefer: Side,
  conflicts: string[],
): Maybe {
  if (sameJson(base, mine)) return theirs;
  if (sameJson(base, theirs) || sameJson(mine, theirs)) return mine;
  if (isObject(mine) && isObject(theirs) && (base === undefined || isObject(base)))
    return mergeRecords(base ?? {}, mine, theirs, path, prefer, conflicts);
  const named = [base ?? [], mine, theirs].map(byName);
  if (named.every((members) => members !== undefined))
    return mergeLists(named as [Members, Members, Members], path, prefer, conflicts);
  conflicts.push(path);
  return prefer === "draft" ? mine : theirs;
}

function mergeRecords(
  base: JsonObject,
  mine: JsonObject,
  theirs: JsonObject,
  path: string,
  prefer: Side,
  conflicts: string[],
): JsonObject {
  const fields: Record<string, Json> = {};
  for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const at = path + formatPointer([name]);
    const value = merge(own(base, name), own(mine, name), own(theirs, name), at, prefer, conflicts);
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
  path: string,
  prefer: Side,
  conflicts: string[],
): Json[] {
  const kept = (members: Members) =>
    [...members.keys()].filter((name) => base.has(name) && mine.has(name) && theirs.has(name)).join("\n");
  const [orderMine, orderTheirs] = [kept(mine) !== kept(base), kept(theirs) !== kept(base)];
  if (orderMine && orderTheirs && kept(mine) !== kept(theirs)) conflicts.push(path);
  const mineLeads = orderMine && orderTheirs ? prefer === "draft" : !orderTheirs;
  const [lead, other] = mineLeads ? [mine, theirs] : [theirs, mine];
  const order = [...lead.keys()];
  let before = -1;
  for (const name of other.keys()) {
    const at = order.indexOf(name);
    if (at >= 0) before = at;
    else order.splice(++before, 0, name);
  }
  return order.flatMap((name) => {
    const at = path + formatPointer([name]);
    const value = merge(base.get(name), mine.get(name), theirs.get(name), at, prefer, conflicts);
    return value === undefined ? [] : [value];
  });
}
