import * as Y from "yjs";
import { type Item, type Json, type JsonObject, partsOfName, sortItems } from "#schema/blueprint/item.ts";
import { isObject, parsePointer } from "#schema/blueprint/pointer.ts";
import {
  appendMember,
  assign,
  assignRecord,
  membersOf,
  nameOf,
  type SharedRecord,
  toJson,
  toShared,
} from "./tree.ts";

/**
 * The document of a draft: `items` holds the tenant's own items, overrides and locks by name (`tariff/residential`), each
 * its content as shared types (tree.ts); `comments` holds what people say about them (comments.ts).
 */
export const ROOTS = ["items", "comments"] as const;

export function newDraftDoc(): Y.Doc {
  const doc = new Y.Doc();
  for (const root of ROOTS) doc.getMap(root);
  return doc;
}

export function itemsIn(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap("items");
}

/** Every item of the draft, by kind and key. */
export function readItems(doc: Y.Doc): Item[] {
  const items = [...itemsIn(doc)].flatMap(([name, shared]): Item[] => {
    const content = contentOf(shared);
    return content === undefined || !name.includes("/") ? [] : [{ ...partsOfName(name), content }];
  });
  return sortItems(items);
}

/** The content of one item, or undefined when the draft has none of that name. */
export function readItem(doc: Y.Doc, name: string): JsonObject | undefined {
  return contentOf(itemsIn(doc).get(name));
}

function contentOf(shared: unknown): JsonObject | undefined {
  if (!(shared instanceof Y.Map)) return undefined;
  const content = toJson(shared);
  return isObject(content) ? content : undefined;
}

/** Makes an item or brings it to this content, touching what differs only. */
export function writeItem(doc: Y.Doc, name: string, content: JsonObject): void {
  const items = itemsIn(doc);
  const shared = items.get(name);
  if (shared instanceof Y.Map) assignRecord(shared, content);
  else items.set(name, toShared(content));
}

export function removeItem(doc: Y.Doc, name: string): void {
  itemsIn(doc).delete(name);
}

/** Brings the draft to these items, touching what differs only. */
export function writeItems(doc: Y.Doc, items: readonly Item[]): void {
  const wanted = new Map(items.map((item) => [`${item.kind}/${item.key}`, item.content]));
  for (const name of [...itemsIn(doc).keys()]) if (!wanted.has(name)) removeItem(doc, name);
  for (const [name, content] of wanted) writeItem(doc, name, content);
}

/**
 * Sets the value at a pointer of an item; undefined takes it away. Records on the way that are not there yet are made.
 * A pointer that leads nowhere (its list has no such member any more) changes nothing: somebody else took it away.
 */
export function changeItem(doc: Y.Doc, name: string, pointer: string, value: Json | undefined): void {
  const root = itemsIn(doc).get(name);
  const segments = parsePointer(pointer);
  if (!(root instanceof Y.Map) || segments === undefined) return;
  const last = segments.pop();
  if (last === undefined) {
    if (value !== undefined && isObject(value)) assignRecord(root, value);
    return;
  }
  const holder = holderOf(root, segments);
  if (holder instanceof Y.Map) {
    if (value === undefined) holder.delete(last);
    else assign(holder, last, value);
  } else if (holder instanceof Y.Array) changeMember(holder, last, value);
}

function holderOf(root: SharedRecord, segments: readonly string[]): unknown {
  let holder: unknown = root;
  for (const segment of segments) {
    if (holder instanceof Y.Map) {
      if (!holder.has(segment)) holder.set(segment, new Y.Map());
      holder = holder.get(segment);
    } else if (holder instanceof Y.Array) holder = memberOf(holder, segment)?.map.get("value");
    else return undefined;
  }
  return holder;
}

function changeMember(list: Y.Array<unknown>, segment: string, value: Json | undefined): void {
  const member = memberOf(list, segment);
  if (member === undefined) {
    if (value !== undefined && segment === String(membersOf(list).length)) appendMember(list, value);
  } else if (value === undefined) list.delete(member.index);
  else assign(member.map, "value", value);
}

/** The member that a segment names: by position, or by its code, key or id. */
function memberOf(list: Y.Array<unknown>, segment: string) {
  const members = membersOf(list);
  if (/^(0|[1-9]\d*)$/.test(segment)) return members[Number(segment)];
  return members.find(({ map }) => nameOf(toJson(map.get("value"))) === segment);
}
