import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { isList, isObject, type Pointer, parsePointer } from "#schema/blueprint/pointer.ts";

/**
 * The same content with the value at a pointer set; `undefined` takes it away. Records on the way are made where there are
 * none; the place after a list's last member lengthens it. What is not on the way stays the same object.
 */
export function setAt(content: JsonObject, pointer: Pointer, value: Json | undefined): JsonObject {
  const next = set(content, parsePointer(pointer) ?? [], value);
  return isObject(next) ? next : content;
}

function set(
  into: Json | undefined,
  [first, ...rest]: readonly string[],
  value: Json | undefined,
): Json | undefined {
  if (first === undefined) return value;
  if (isList(into)) {
    const at = Number(first);
    if (!Number.isInteger(at) || at < 0 || at > into.length) return into;
    const member = set(into[at], rest, value);
    if (member === undefined) return into.filter((_, which) => which !== at);
    return at === into.length ? [...into, member] : into.with(at, member);
  }
  const { [first]: before, ...others } = isObject(into) ? into : {};
  const member = set(before, rest, value);
  if (member === undefined) return others;
  // A field that was there keeps its place.
  return isObject(into) && Object.hasOwn(into, first)
    ? { ...into, [first]: member }
    : { ...others, [first]: member };
}
