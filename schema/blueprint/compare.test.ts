import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { compareItems } from "./compare.ts";
import type { EffectiveItem } from "./item.ts";
import { itemHash } from "./item-hash.ts";
import { defineKind } from "./kind.ts";

const kinds = {
  note: defineKind({
    kind: "note",
    label: { "zh-CN": "便笺", en: "Note" },
    schema: z.strictObject({ text: z.string() }),
    references: () => [],
    words: (before, after) => [
      { "zh-CN": `${before?.text}→${after?.text}`, en: `${before?.text}→${after?.text}` },
    ],
  }),
};
const note = (key: string, text: string): EffectiveItem => {
  const item = { kind: "note", key, content: { text } };
  return { ...item, hash: itemHash(item), origin: "own" };
};

test("added, removed and changed items are said in the words of their kind", () => {
  const changes = compareItems(
    [note("a", "1"), note("b", "1"), note("c", "1")],
    [note("d", "2"), note("b", "2"), note("a", "1")],
    kinds,
  );
  expect(changes.map(({ key, change, words }) => [key, change, words[0]?.en])).toEqual([
    ["b", "changed", "1→2"],
    ["c", "removed", "1→undefined"],
    ["d", "added", "undefined→2"],
  ]);
});

test("a blueprint does not differ from itself; backwards, added and removed change places", () => {
  const blueprint = fc
    .uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.constantFrom("1", "2")), {
      selector: ([key]) => key,
    })
    .map((list) => list.map(([key, text]) => note(key, text)));
  const turned = { added: "removed", removed: "added", changed: "changed" };
  fc.assert(
    fc.property(blueprint, blueprint, (one, two) => {
      expect(compareItems(one, one, kinds)).toEqual([]);
      expect(compareItems(two, one, kinds).map(({ key, change }) => [key, change])).toEqual(
        compareItems(one, two, kinds).map(({ key, change }) => [key, turned[change]]),
      );
    }),
  );
});
