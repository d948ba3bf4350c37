import * as Y from "yjs";
import { draftErrors } from "#app/services/draft/errors.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { keySchema } from "#schema/blueprint/common.ts";
import { partsOfName } from "#schema/blueprint/item.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { formatPointer } from "#schema/blueprint/pointer.ts";
import { type CommentAuthors, commentFault } from "./document/comments.ts";
import { itemsIn, ROOTS } from "./document/draft.ts";
import { isScalar, membersOf, nameOf, toJson } from "./document/tree.ts";

const fail = errorsOf(draftErrors);

const DEPTH_LIMIT = 32;
const PATHS_TOLD = 20;
const FORBIDDEN_NAMES = ["__proto__", "constructor", "prototype"];

/** What a transaction of the document changed: paths by item. */
export type Touched = ReadonlyMap<string, readonly string[]>;

/**
 * Looks at what one person's change did to the document, after it was merged into it: shared types of Yjs can hold much
 * that no item can. Whether an item fits the schema of its kind is another matter (the check says so): a draft may be wrong
 * while it is edited, but it is always a tree of JSON.
 * @param commented who wrote which comment before the change
 * @throws DRAFT_SHAPE, DRAFT_COMMENT_FORGED, DRAFT_UPDATE_MALFORMED; the document must then be thrown away
 */
export function inspect(transaction: Y.Transaction, personId: string, commented: CommentAuthors): Touched {
  const { doc } = transaction;
  for (const root of doc.share.keys())
    if (!ROOTS.some((known) => known === root)) throw fail("DRAFT_SHAPE", { item: root, path: "/" });
  // Changes that build on others which never came would wait in memory for ever.
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw fail("DRAFT_UPDATE_MALFORMED");
  const touched = new Map<string, string[]>();
  const items = itemsIn(doc);
  if (commentFault(transaction, personId, commented)) throw fail("DRAFT_COMMENT_FORGED");
  for (const [type, keys] of transaction.changed) {
    const path = pathOf(type as Shared);
    if (path === undefined) continue;
    const [root, name] = path;
    if (root !== "items") continue;
    if ((type as unknown) === items) {
      refuseListIn(type as Shared, "items");
      for (const key of keys) if (key !== null) note(touched, key, "");
    } else if (name !== undefined)
      for (const pointer of pointersOf(type as Shared, keys, path.slice(2))) note(touched, name, pointer);
  }
  for (const name of touched.keys()) if (items.has(name)) checkItem(name, items.get(name));
  return touched;
}

/** The client ids of Yjs under which a transaction brought something new. */
export function clientsIn(transaction: Y.Transaction): number[] {
  return [...transaction.afterState]
    .filter(([client, clock]) => clock > (transaction.beforeState.get(client) ?? 0))
    .map(([client]) => client);
}

function checkItem(name: string, content: unknown): void {
  const { kind, key } = partsOfName(name);
  const known = Object.hasOwn(itemKinds, kind) && keySchema.safeParse(key).success && name.length <= 200;
  if (!known || (content as object)?.constructor !== Y.Map)
    throw fail("DRAFT_SHAPE", { item: name.slice(0, 200), path: "/" });
  checkTree(name, content, []);
}

function checkTree(item: string, shared: unknown, path: readonly string[]): void {
  const refuse = (): never => {
    throw fail("DRAFT_SHAPE", { item, path: formatPointer(path.slice(0, 8)) || "/" });
  };
  if (path.length > DEPTH_LIMIT) refuse();
  if (isScalar(shared)) return;
  const type = shared as Shared | undefined;
  // Not `instanceof`: other shared types of Yjs are made from these two.
  const made: unknown = type?.constructor;
  if (type !== undefined && made === Y.Map) {
    refuseListIn(type, item);
    for (const [name, member] of type as unknown as Y.Map<unknown>) {
      if (FORBIDDEN_NAMES.includes(name) || name.length > 300) refuse();
      checkTree(item, member, [...path, name]);
    }
  } else if (type !== undefined && made === Y.Array) {
    if (type._map.size > 0) refuse();
    (type as unknown as Y.Array<unknown>).forEach((member, at) => {
      const here = [...path, String(at)];
      if ((member as object)?.constructor !== Y.Map)
        throw fail("DRAFT_SHAPE", { item, path: formatPointer(here) });
      const { at: place, value, ...rest } = Object.fromEntries((member as Y.Map<unknown>).entries());
      if (
        typeof place !== "string" ||
        place.length > 200 ||
        value === undefined ||
        Object.keys(rest).length > 0
      )
        refuse();
      checkTree(item, value, here);
    });
  } else refuse();
}

/** A Y.Map may be made to hold a list beside its fields, which nothing reads. */
function refuseListIn(type: Shared, item: string): void {
  if (type._start !== null) throw fail("DRAFT_SHAPE", { item, path: "/" });
}

type Shared = Y.AbstractType<unknown>;

/** Root, item and the steps below; undefined where the type itself was removed. */
function pathOf(type: Shared): string[] | undefined {
  const { _item: item } = type;
  if (item === null) {
    for (const [root, shared] of type.doc?.share ?? []) if (shared === type) return [root];
    return undefined;
  }
  if (item.deleted) return undefined;
  const parent = item.parent as Shared;
  const above = pathOf(parent);
  if (above === undefined) return undefined;
  if (parent instanceof Y.Array) return [...above, memberName(parent, type)];
  // `value` of a member of a list is the member itself.
  if (isMember(parent)) return above;
  return [...above, item.parentSub ?? ""];
}

function pointersOf(type: Shared, keys: ReadonlySet<string | null>, path: readonly string[]): string[] {
  if (type instanceof Y.Array) return [formatPointer(path)];
  if (isMember(type)) return [formatPointer(keys.has("value") ? path : path.slice(0, -1))];
  return [...keys].map((key) => formatPointer(key === null ? path : [...path, key]));
}

const isMember = (type: Shared): boolean => type._item !== null && type._item.parent instanceof Y.Array;

function memberName(list: Y.Array<unknown>, member: Shared): string {
  const rank = membersOf(list).findIndex(({ map }) => (map as unknown) === member);
  return (member instanceof Y.Map ? nameOf(toJson(member.get("value"))) : undefined) ?? String(rank);
}

function note(touched: Map<string, string[]>, item: string, pointer: string): void {
  const paths = touched.get(item) ?? [];
  if (paths.length < PATHS_TOLD && !paths.includes(pointer)) paths.push(pointer);
  touched.set(item, paths);
}
