import { createHash } from "node:crypto";

/** What can be hashed: JSON with bigint beside it. `undefined` members count as absent. */
export type Hashable =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly Hashable[]
  | { readonly [key: string]: Hashable };

/**
 * One text for one meaning: members sorted by key (UTF-16 order, as RFC 8785), no white space, numbers as
 * JavaScript prints them, bigint in decimal digits. Values that JSON cannot hold (NaN, functions) are refused.
 */
export function canonicalJson(value: Hashable): string {
  if (value === null || value === undefined) return "null";
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "bigint":
      return value.toString();
    case "number":
      if (!Number.isFinite(value)) throw new RangeError(`${value} has no canonical form`);
      return JSON.stringify(value);
    case "object":
      return isList(value) ? listText(value) : recordText(value as { readonly [key: string]: Hashable });
    default:
      throw new TypeError(`a ${typeof value} has no canonical form`);
  }
}

/** SHA-256 of the canonical text, 64 lower-case hexadecimal digits. */
export function contentHash(value: Hashable): string {
  return sha256(canonicalJson(value));
}

/** SHA-256 of a text (as UTF-8) or of bytes, 64 lower-case hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function isList(value: object): value is readonly Hashable[] {
  return Array.isArray(value);
}

function listText(list: readonly Hashable[]): string {
  return `[${list.map(canonicalJson).join(",")}]`;
}

function recordText(record: { readonly [key: string]: Hashable }): string {
  const members = Object.keys(record)
    .filter((key) => record[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`);
  return `{${members.join(",")}}`;
}
