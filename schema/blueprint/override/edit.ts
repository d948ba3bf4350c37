import type { Json, JsonObject } from "../item.ts";
import {
  formatPointer,
  isList,
  isObject,
  locate,
  type Place,
  parsePointer,
  valueAt,
  withValueAt,
} from "../pointer.ts";

/** What an override says of an inherited item: fields set to own values, fields taken away. Both by pointer. */
export interface Overridden {
  readonly set: Readonly<Record<string, Json>>;
  readonly remove: readonly string[];
}

/** The inherited content with an override on it, as far as it can be applied: what the upper tier took away is passed over. */
export function applyTo(upper: JsonObject, { set, remove }: Overridden): JsonObject {
  const sets = Object.entries(set).flatMap(([pointer, value]) => {
    const place = placeOf(upper, pointer);
    return place === undefined ? [] : [{ place, value }];
  });
  let content: Json = upper;
  for (const { place, value } of sets.sort((a, b) => a.place.length - b.place.length))
    content = withValueAt(content, place, value);
  const gone = remove
    .flatMap((pointer) => {
      const place = placeOf(upper, pointer);
      return place === undefined || valueAt(upper, place) === undefined ? [] : [place];
    })
    .sort(laterFirst);
  for (const place of gone) content = withValueAt(content, place, undefined);
  return content as JsonObject;
}

/**
 * The override after a change of one place of the effective content. Fields that have the inherited value again are no
 * longer overridden; where the members of a list change in number or order, the whole list is.
 */
export function changeOverride(
  upper: JsonObject,
  override: Overridden,
  pointer: string,
  value: Json | undefined,
): Overridden {
  const effective = applyTo(upper, override);
  const segments = parsePointer(pointer) ?? [];
  const place = placeIn(effective, segments);
  if (place === undefined) {
    const made = value === undefined ? undefined : withRecords(effective, segments, value);
    return made === undefined ? override : overrideBetween(upper, made, override);
  }
  const holder = valueAt(effective, place.slice(0, -1));
  const wanted =
    isList(holder) && place.at(-1) === holder.length
      ? withValueAt(effective, place.slice(0, -1), value === undefined ? holder : [...holder, value])
      : withValueAt(effective, place, value);
  return overrideBetween(upper, wanted as JsonObject, override);
}

/**
 * The override that makes `wanted` of the inherited content. Of an override that is there already, what still says the
 * same stays as it was written.
 */
export function overrideBetween(upper: JsonObject, wanted: JsonObject, before?: Overridden): Overridden {
  const set: Record<string, Json> = {};
  const remove: string[] = [];
  differ(upper, wanted, [], set, remove);
  const now = { set, remove };
  if (before !== undefined && same(applyTo(upper, before), wanted) && !isEmpty(now)) return before;
  return now;
}

export function isEmpty({ set, remove }: Overridden): boolean {
  return Object.keys(set).length === 0 && remove.length === 0;
}

function differ(
  upper: Json,
  wanted: Json,
  path: readonly string[],
  set: Record<string, Json>,
  remove: string[],
): void {
  if (same(upper, wanted)) return;
  if (isObject(upper) && isObject(wanted)) {
    for (const name of Object.keys(upper))
      if (!Object.hasOwn(wanted, name)) remove.push(formatPointer([...path, name]));
    for (const [name, value] of Object.entries(wanted)) {
      const here = [...path, name];
      if (Object.hasOwn(upper, name)) differ(upper[name] as Json, value, here, set, remove);
      else set[formatPointer(here)] = value;
    }
    return;
  }
  const names = isList(upper) && isList(wanted) ? alignedNames(upper, wanted) : undefined;
  if (names === undefined) set[formatPointer(path)] = wanted;
  else
    names.forEach((name, at) => {
      differ(
        (upper as readonly Json[])[at] as Json,
        (wanted as readonly Json[])[at] as Json,
        [...path, name],
        set,
        remove,
      );
    });
}

/** How the members of two lists are named, if they are the same members in the same order. */
function alignedNames(upper: readonly Json[], wanted: readonly Json[]): string[] | undefined {
  if (upper.length !== wanted.length) return undefined;
  const names = upper.map(nameOf);
  if (names.some((name, at) => name !== nameOf(wanted[at] as Json))) return undefined;
  return names.map((name, at) =>
    name !== undefined && !/^\d+$/.test(name) && names.indexOf(name) === at && names.lastIndexOf(name) === at
      ? name
      : String(at),
  );
}

function nameOf(member: Json): string | undefined {
  if (!isObject(member)) return undefined;
  const name = ["code", "key", "id"].map((field) => member[field]).find((each) => typeof each === "string");
  return name as string | undefined;
}

function placeOf(content: JsonObject, pointer: string): Place | undefined {
  return placeIn(content, parsePointer(pointer) ?? [], false);
}

/** A place that is there, or the end of a list or a new field of a record (`mayGrow`). */
function placeIn(content: JsonObject, segments: readonly string[], mayGrow = true): Place | undefined {
  const found = locate(content, segments);
  if ("place" in found) return found.place;
  if (!mayGrow || found.missing !== segments.length - 1) return undefined;
  const holder = locate(content, segments.slice(0, -1));
  const list = "place" in holder ? valueAt(content, holder.place) : undefined;
  return "place" in holder && isList(list) && segments.at(-1) === String(list.length)
    ? [...holder.place, list.length]
    : undefined;
}

/** The content with the records that are not on the way to a place yet; undefined where the way leads through no record. */
function withRecords(content: JsonObject, segments: readonly string[], value: Json): JsonObject | undefined {
  const found = locate(content, segments);
  if ("place" in found) return undefined;
  const [name, ...rest] = segments.slice(found.missing);
  const holder = locate(content, segments.slice(0, found.missing));
  if (name === undefined || !("place" in holder) || !isObject(valueAt(content, holder.place)))
    return undefined;
  // Names that would reach a prototype are nowhere.
  if ([name, ...rest].some((each) => !("place" in locate({}, [each])))) return undefined;
  const made = rest.reduceRight<Json>((inner, each) => ({ [each]: inner }), value);
  return withValueAt(content, [...holder.place, name], made) as JsonObject;
}

function laterFirst(a: Place, b: Place): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [left, right] = [a[at], b[at]];
    if (typeof left === "number" && typeof right === "number" && left !== right) return right - left;
  }
  return b.length - a.length;
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((member, at) => same(member, b[at]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]))
  );
}
