import type { Json, JsonObject } from "./item.ts";

/**
 * Where a field stands in an item: a JSON Pointer (RFC 6901) such as `/label/zh-CN`, with one addition. A member of a
 * list may be named by its `code`, `key` or `id` instead of its place (`/charges/energy/price`), so that a pointer still
 * means the same charge when another is put before it.
 */
export type Pointer = string;

/** A place that was looked up: property names and list positions, none of them symbolic. */
export type Place = readonly (string | number)[];

const NAMES_OF_A_MEMBER = ["code", "key", "id"] as const;

/** The segments of a pointer, or undefined when it does not begin with `/`. The empty pointer is the whole item. */
export function parsePointer(pointer: Pointer): string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function formatPointer(segments: readonly (string | number)[]): Pointer {
  return segments
    .map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

/** Position in a list of the member that a segment names, or undefined. */
export function memberAt(list: readonly Json[], segment: string): number | undefined {
  if (/^(0|[1-9]\d*)$/.test(segment)) {
    const at = Number(segment);
    return at < list.length ? at : undefined;
  }
  const at = list.findIndex(
    (member) => isObject(member) && NAMES_OF_A_MEMBER.some((name) => member[name] === segment),
  );
  return at === -1 ? undefined : at;
}

/** What can be named below a value, for a message. */
export function namesBelow(value: Json | undefined): string[] {
  if (isList(value)) {
    return value.map((member, at) => {
      const name = isObject(member)
        ? NAMES_OF_A_MEMBER.map((field) => member[field]).find(isText)
        : undefined;
      return name ?? String(at);
    });
  }
  return isObject(value) ? Object.keys(value) : [];
}

/**
 * Looks a pointer up as far as it leads. The last segment may be a property that is not there yet; everything before it
 * must be. `missing` is the number of segments that could be followed when it could not be followed far enough.
 */
export function locate(root: Json, segments: readonly string[]): { place: Place } | { missing: number } {
  const place: (string | number)[] = [];
  let value: Json | undefined = root;
  for (const [at, segment] of segments.entries()) {
    if (isList(value)) {
      const index = memberAt(value, segment);
      if (index === undefined) return { missing: at };
      place.push(index);
      value = value[index];
    } else if (isObject(value) && !isForbidden(segment)) {
      const last = at === segments.length - 1;
      if (!Object.hasOwn(value, segment) && !last) return { missing: at };
      place.push(segment);
      value = Object.hasOwn(value, segment) ? value[segment] : undefined;
    } else return { missing: at };
  }
  return { place };
}

/** The value at a place, or undefined. */
export function valueAt(root: Json, place: Place): Json | undefined {
  let value: Json | undefined = root;
  for (const step of place) {
    if (isList(value)) value = value[Number(step)];
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** A copy with `value` at the place; `undefined` takes the field away. The original stays as it is. */
export function withValueAt(root: Json, place: Place, value: Json | undefined): Json {
  const [step, ...rest] = place;
  if (step === undefined) return value ?? null;
  if (isList(root)) {
    const at = Number(step);
    if (value === undefined && rest.length === 0) return root.filter((_, index) => index !== at);
    return root.map((member, index) => (index === at ? withValueAt(member, rest, value) : member));
  }
  const record = root as JsonObject;
  if (value === undefined && rest.length === 0) {
    return Object.fromEntries(Object.entries(record).filter(([name]) => name !== step));
  }
  return { ...record, [step]: withValueAt(record[step] ?? null, rest, value) };
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: Json | undefined): value is string {
  return typeof value === "string";
}

/** Names that would reach an object's prototype. */
function isForbidden(name: string): boolean {
  return name === "__proto__" || name === "constructor" || name === "prototype";
}
