import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, contentHash, type Hashable, sha256 } from "./hash.ts";

describe("hash", () => {
  test("the order of members does not matter, absent and undefined are one", () => {
    expect(contentHash({ b: 1, a: [2, { d: 4, c: 3 }] })).toBe(contentHash({ a: [2, { c: 3, d: 4 }], b: 1 }));
    expect(canonicalJson({ a: 1, b: undefined })).toBe('{"a":1}');
    expect(canonicalJson({ n: 12345678901234567890n })).toBe('{"n":12345678901234567890}');
  });

  test("different meanings have different texts", () => {
    expect(canonicalJson(["1"])).not.toBe(canonicalJson([1]));
    expect(() => canonicalJson(Number.NaN)).toThrow(RangeError);
  });

  test("agrees with JSON on plain values", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value as Hashable))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("SHA-256 of FIPS 180-4, example B.1", () => {
    expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
