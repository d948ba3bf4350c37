import * as Y from "yjs";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { isList, isObject } from "#schema/blueprint/pointer.ts";
import { firstPlaces, longestRise, placeBetween } from "./list-order.ts";

/**
 * JSON as shared types of Yjs, so that the changes of several people merge field by field: a record is a Y.Map, a list a
 * Y.Array whose members are Y.Maps `{ at, value }`, ordered by `at` (list-order.ts). Texts, numbers and so on stand as they
 * are: of two changes of one field at once, one wins, the same for everybody.
 */
export type SharedRecord = Y.Map<unknown>;
export type SharedList = Y.Array<unknown>;

interface Member {
  readonly map: SharedRecord;
  /** Its position in the Y.Array, which says nothing about order. */
  readonly index: number;
}

export function toShared(value: Json): unknown {
  if (isList(value)) {
    const places = firstPlaces(value.length);
    return Y.Array.from(value.map((member, at) => newMember(places[at] as string, member)));
  }
  if (!isObject(value)) return value;
  return new Y.Map(Object.entries(value).map(([name, member]) => [name, toShared(member)]));
}

/** The JSON of a shared value. What is no JSON (it came past the guard, or from another version) reads as null. */
export function toJson(shared: unknown): Json {
  if (shared instanceof Y.Array) return membersOf(shared).map(({ map }) => toJson(map.get("value")));
  if (shared instanceof Y.Map)
    return Object.fromEntries([...shared].map(([name, member]) => [name, toJson(member)]));
  return isScalar(shared) ? shared : null;
}

export function isScalar(value: unknown): value is string | number | boolean | null {
  return (
    value === null ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value))
  );
}

/** The members of a list in their order. Of two with one place, the one that Yjs puts first goes first, everywhere. */
export function membersOf(list: SharedList): Member[] {
  const members = list.toArray().flatMap((map, index) => (map instanceof Y.Map ? [{ map, index }] : []));
  return members.sort((a, b) => {
    const [left, right] = [placeOf(a), placeOf(b)];
    return left < right ? -1 : left > right ? 1 : a.index - b.index;
  });
}

/**
 * Sets what stands under `name` to `value`, touching only what differs: fields that are the same, members that moved and
 * records whose fields changed keep their identity, and with it what others are changing in them.
 */
export function assign(holder: SharedRecord, name: string, value: Json): void {
  const old = holder.get(name);
  if (old instanceof Y.Map && isObject(value)) assignRecord(old, value);
  else if (old instanceof Y.Array && isList(value)) assignList(old, value);
  else if (old !== value || !holder.has(name)) holder.set(name, toShared(value));
}

export function assignRecord(record: SharedRecord, value: JsonObject): void {
  for (const name of [...record.keys()]) if (!Object.hasOwn(value, name)) record.delete(name);
  for (const [name, member] of Object.entries(value)) assign(record, name, member);
}

function assignList(list: SharedList, values: readonly Json[]): void {
  const members = membersOf(list);
  const kept = pair(members, values);
  const stays = new Set(kept.filter((rank) => rank !== undefined));
  const gone = members.filter((_, rank) => !stays.has(rank)).map(({ index }) => index);
  // Members in the order wanted; undefined is to be made.
  const wanted = kept.map((rank) => (rank === undefined ? undefined : (members[rank] as Member).map));
  const places = placesFor(kept, members);
  const made: SharedRecord[] = [];
  wanted.forEach((map, at) => {
    const value = values[at] as Json;
    const place = places[at] as string;
    if (map === undefined) made.push(newMember(place, value));
    else {
      if (map.get("at") !== place) map.set("at", place);
      assign(map, "value", value);
    }
  });
  for (const index of gone.sort((a, b) => b - a)) list.delete(index);
  if (made.length > 0) list.push(made);
}

/** For each value the rank of the member that it is: the equal one, else the one of its name, else the one in its position. */
function pair(members: readonly Member[], values: readonly Json[]): (number | undefined)[] {
  const old = members.map(({ map }) => toJson(map.get("value")));
  const free = new Set(old.keys());
  const found = new Array<number | undefined>(values.length).fill(undefined);
  const take = (matches: (rank: number, at: number) => boolean): void => {
    values.forEach((_, at) => {
      if (found[at] !== undefined) return;
      for (const rank of free) {
        if (!matches(rank, at)) continue;
        found[at] = rank;
        free.delete(rank);
        return;
      }
    });
  };
  take((rank, at) => rank === at && sameJson(old[rank] as Json, values[at] as Json));
  take((rank, at) => sameJson(old[rank] as Json, values[at] as Json));
  take((rank, at) => {
    const name = nameOf(values[at] as Json);
    return name !== undefined && nameOf(old[rank] as Json) === name;
  });
  take((rank, at) => rank === at);
  return found;
}

/** New places for those that moved or are new; the rest, as many as can, keep theirs. */
function placesFor(kept: readonly (number | undefined)[], members: readonly Member[]): string[] {
  const ranks = kept.filter((rank) => rank !== undefined);
  const old = members.map(placeOf);
  // Places that are not strictly rising leave no room between them (two people at one spot, or a client of another mind).
  if (old.some((place, at) => at > 0 && place <= (old[at - 1] as string))) return firstPlaces(kept.length);
  const steady = longestRise(ranks);
  const fixed: (string | undefined)[] = [];
  let seen = -1;
  for (const rank of kept) {
    if (rank !== undefined) seen++;
    fixed.push(rank !== undefined && steady.has(seen) ? old[rank] : undefined);
  }
  const places: string[] = [];
  fixed.forEach((place, at) => {
    const next = fixed.slice(at + 1).find((later) => later !== undefined);
    places.push(place ?? placeBetween(places.at(-1), next));
  });
  return places;
}

export function appendMember(list: SharedList, value: Json): void {
  const last = membersOf(list).at(-1);
  list.push([newMember(placeBetween(last && placeOf(last), undefined), value)]);
}

function newMember(place: string, value: Json): SharedRecord {
  return new Y.Map<unknown>([
    ["at", place],
    ["value", toShared(value)],
  ]);
}

function placeOf({ map }: Member): string {
  const place = map.get("at");
  return typeof place === "string" ? place : "";
}

/** By what a member of a list is named in pointers: its code, key or id. */
export function nameOf(member: Json): string | undefined {
  if (!isObject(member)) return undefined;
  const name = member.code ?? member.key ?? member.id;
  return typeof name === "string" ? name : undefined;
}

/** The same meaning: the order of a record's fields does not count. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isList(a) && isList(b))
    return a.length === b.length && a.every((member, at) => sameJson(member, b[at]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameJson(a[name], b[name]))
  );
}
