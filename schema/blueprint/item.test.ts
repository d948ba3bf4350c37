import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EffectiveItem, type Item, itemName, type Json, type JsonObject, partsOfName } from "./item.ts";
import { itemHash, releaseHash } from "./item-hash.ts";

const json: fc.Arbitrary<Json> = fc.jsonValue() as fc.Arbitrary<Json>;
const content = fc.dictionary(fc.string(), json) as fc.Arbitrary<JsonObject>;
const key = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const item: fc.Arbitrary<Item> = fc.record({ kind: key, key, content });

/** The same value with the fields of every record the other way round. */
const turned = (value: Json): Json =>
  Array.isArray(value)
    ? value.map(turned)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([name, held]) => [name, turned(held as Json)]),
        )
      : value;

describe("items", () => {
  it("I1 a name is the kind and the key, and gives both back", () => {
    fc.assert(
      fc.property(item, ({ kind, key: named }) => {
        expect(partsOfName(itemName({ kind, key: named }))).toEqual({ kind, key: named });
      }),
    );
  });

  it("I3 the hash is of kind and content, whatever the key and the order of fields", () => {
    fc.assert(
      fc.property(item, key, (one, other) => {
        const same = { ...one, key: other, content: turned(one.content) as JsonObject };
        expect(itemHash(same)).toBe(itemHash(one));
        expect(itemHash({ ...one, kind: `${one.kind}x` })).not.toBe(itemHash(one));
        expect(itemHash({ ...one, content: { ...one.content, "a field more": 1 } })).not.toBe(itemHash(one));
      }),
    );
  });

  it("I3 the hash of a release is of names, hashes and origins, whatever the order of its items", () => {
    const effective = item.map((each): EffectiveItem => ({ ...each, hash: itemHash(each), origin: "own" }));
    fc.assert(
      fc.property(fc.uniqueArray(effective, { selector: itemName, minLength: 1 }), (items) => {
        const [first, ...rest] = items as [EffectiveItem, ...EffectiveItem[]];
        const hash = releaseHash(items);
        expect(releaseHash(items.toReversed())).toBe(hash);
        expect(releaseHash(rest)).not.toBe(hash);
        expect(releaseHash([{ ...first, origin: "inherited" }, ...rest])).not.toBe(hash);
        expect(releaseHash([{ ...first, key: `${first.key}-x` }, ...rest])).not.toBe(hash);
      }),
    );
  });
});
