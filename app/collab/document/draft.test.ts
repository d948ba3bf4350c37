import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { Item, Json, JsonObject } from "#schema/blueprint/item.ts";
import { isList, isObject, withValueAt } from "#schema/blueprint/pointer.ts";
import { changeItem, newDraftDoc, readItem, readItems, writeItem, writeItems } from "./draft.ts";
import { longestRise, placeBetween } from "./list-order.ts";

/** Two documents that know the same, and how they come to know the same again. */
function pairOf(content: JsonObject): { one: Y.Doc; two: Y.Doc; meet: () => void } {
  const one = newDraftDoc();
  writeItem(one, "tariff/home", content);
  const two = newDraftDoc();
  const meet = (): void => {
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one, Y.encodeStateVector(two)));
    Y.applyUpdate(one, Y.encodeStateAsUpdate(two, Y.encodeStateVector(one)));
  };
  meet();
  return { one, two, meet };
}

const charges = [
  { code: "base", price: "0.5" },
  { code: "peak", price: "0.9" },
  { code: "valley", price: "0.3" },
];
const codesOf = (doc: Y.Doc): string[] =>
  ((readItem(doc, "tariff/home")?.charges ?? []) as unknown as typeof charges).map(({ code }) => code);
const tariff = { label: { "zh-CN": "家庭", en: "Home" }, charges };

describe("changes of two people", () => {
  it("to different fields are both kept", () => {
    const { one, two, meet } = pairOf(tariff);
    changeItem(one, "tariff/home", "/charges/peak/price", "1.1");
    changeItem(two, "tariff/home", "/label/en", "Household");
    meet();
    const expected = {
      label: { "zh-CN": "家庭", en: "Household" },
      charges: [charges[0], { code: "peak", price: "1.1" }, charges[2]],
    };
    expect(readItem(one, "tariff/home")).toEqual(expected);
    expect(readItem(two, "tariff/home")).toEqual(expected);
  });

  it("a price changed in a charge that the other moves is kept, and the charge stands once", () => {
    const { one, two, meet } = pairOf(tariff);
    changeItem(one, "tariff/home", "/charges", [charges[2]!, charges[0]!, charges[1]!]);
    changeItem(two, "tariff/home", "/charges/2/price", "0.25");
    meet();
    const after = readItem(one, "tariff/home");
    expect(after?.charges).toEqual([{ code: "valley", price: "0.25" }, charges[0], charges[1]]);
    expect(readItem(two, "tariff/home")).toEqual(after);
  });

  it("both move the same charge: it stands once, at the same place for both", () => {
    const { one, two, meet } = pairOf(tariff);
    changeItem(one, "tariff/home", "/charges", [charges[2]!, charges[0]!, charges[1]!]);
    changeItem(two, "tariff/home", "/charges", [charges[0]!, charges[2]!, charges[1]!]);
    meet();
    const codes = codesOf(one);
    expect([...codes].sort()).toEqual(["base", "peak", "valley"]);
    expect(readItem(two, "tariff/home")).toEqual(readItem(one, "tariff/home"));
  });

  it("both append: both stand", () => {
    const { one, two, meet } = pairOf(tariff);
    changeItem(one, "tariff/home", "/charges/3", { code: "fund" });
    changeItem(two, "tariff/home", "/charges/3", { code: "levy" });
    meet();
    const codes = codesOf(one);
    expect(codes.slice(0, 3)).toEqual(["base", "peak", "valley"]);
    expect(codes.slice(3).sort()).toEqual(["fund", "levy"]);
  });

  it("a change inside what the other took away changes nothing", () => {
    const { one } = pairOf(tariff);
    changeItem(one, "tariff/home", "/charges/fund/price", "1");
    changeItem(one, "tariff/none", "/label", "1");
    expect(readItem(one, "tariff/home")).toEqual(tariff);
  });
});

const json = fc.letrec<{ value: Json; record: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>("a", "0.5", 3, true, null, ""),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("record"),
  ),
  record: fc.dictionary(fc.constantFrom("a", "b", "code", "key", "列"), tie("value"), { maxKeys: 4 }),
})).record;

it("a content that is written reads as it was, and writing it twice changes nothing", () => {
  fc.assert(
    fc.property(json, json, (first, second) => {
      const doc = newDraftDoc();
      writeItem(doc, "note/a", first);
      expect(readItem(doc, "note/a")).toEqual(first);
      writeItem(doc, "note/a", second);
      expect(readItem(doc, "note/a")).toEqual(second);
      const before = Y.encodeStateVector(doc);
      writeItem(doc, "note/a", structuredClone(second));
      expect(Y.encodeStateVector(doc)).toEqual(before);
    }),
  );
});

/** Every pointer of a value, with what stands there. */
function places(value: Json, at: readonly string[] = []): string[][] {
  const below = isList(value)
    ? value.flatMap((member, index) => places(member, [...at, String(index)]))
    : isObject(value)
      ? Object.keys(value).flatMap((name) => places(value[name] as Json, [...at, name]))
      : [];
  return at.length === 0 ? below : [[...at], ...below];
}

it("a change at a pointer does what it does to plain JSON", () => {
  fc.assert(
    fc.property(json, fc.nat(), fc.option(json, { nil: undefined }), (content, pick, value) => {
      const all = places(content);
      const place = all[pick % Math.max(1, all.length)];
      if (place === undefined) return;
      const doc = newDraftDoc();
      writeItem(doc, "note/a", content);
      changeItem(doc, "note/a", `/${place.join("/")}`, value);
      const steps = place.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      expect(readItem(doc, "note/a")).toEqual(withValueAt(content, steps, value));
    }),
  );
});

/** What one of several people does next. */
const edits = fc.array(
  fc.record({
    person: fc.nat({ max: 3 }),
    pick: fc.nat(),
    value: fc.option(json, { nil: undefined }),
    meet: fc.boolean(),
  }),
  { maxLength: 30 },
);

it("whatever several people change, in whatever order it reaches them, all end with the same items", () => {
  fc.assert(
    fc.property(json, edits, fc.infiniteStream(fc.nat()), (content, all, luck) => {
      const start = newDraftDoc();
      writeItems(start, [{ kind: "note", key: "a", content }]);
      const docs = Array.from({ length: 4 }, () => {
        const doc = newDraftDoc();
        Y.applyUpdate(doc, Y.encodeStateAsUpdate(start));
        return doc;
      });
      for (const { person, pick, value, meet } of all) {
        const doc = docs[person] as Y.Doc;
        const now = readItem(doc, "note/a") ?? {};
        const options = places(now);
        const place = options[pick % Math.max(1, options.length)] ?? ["a"];
        changeItem(doc, "note/a", `/${place.join("/")}`, value);
        if (meet) {
          const other = docs[(luck.next().value as number) % docs.length] as Y.Doc;
          Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)));
        }
      }
      const updates = docs.map((doc) => Y.encodeStateAsUpdate(doc));
      const results = docs.map((doc, at): Item[] => {
        for (let step = 0; step < docs.length; step++)
          Y.applyUpdate(
            doc,
            updates[(at + step * ((luck.next().value as number) % 2 ? 3 : 1)) % docs.length]!,
          );
        for (const update of updates) Y.applyUpdate(doc, update);
        return readItems(doc);
      });
      for (const result of results) expect(result).toEqual(results[0]);
    }),
    { numRuns: 200 },
  );
});

describe("places in a list", () => {
  it("there is always one between two, and it sorts between them", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), (picks) => {
        const places: string[] = [];
        for (const pick of picks) {
          const at = pick % (places.length + 1);
          places.splice(at, 0, placeBetween(places[at - 1], places[at]));
        }
        expect(places).toEqual([...new Set(places)].sort());
      }),
    );
  });

  it("a list that only grows keeps short places", () => {
    let place: string | undefined;
    for (let count = 0; count < 10_000; count++) place = placeBetween(place, undefined);
    expect(place?.length).toBeLessThanOrEqual(6);
  });

  it("the longest rise of a rotated list is all but the moved member", () => {
    expect([...longestRise([3, 0, 1, 2])].sort()).toEqual([1, 2, 3]);
    expect(longestRise([]).size).toBe(0);
  });
});
