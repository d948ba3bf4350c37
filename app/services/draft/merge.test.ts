import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sameJson } from "#app/collab/document/tree.ts";
import type { Item, Json, JsonObject } from "#schema/blueprint/item.ts";
import { conflictId, mergeItems } from "./merge.ts";

const of = (content: Json): Item[] => [{ kind: "note", key: "a", content: content as JsonObject }];
const merged = (base: Json, mine: Json, theirs: Json, prefer: "draft" | "release" = "draft") => {
  const { items, conflicts } = mergeItems(of(base), of(mine), of(theirs), () => prefer);
  return { content: items[0]?.content, conflicts: conflicts.map(({ path }) => path) };
};

const tariff = {
  label: { "zh-CN": "家庭", en: "Home" },
  charges: [
    { code: "base", price: "0.5" },
    { code: "peak", price: "0.9" },
  ],
};

it("M2: each conflict is chosen by itself, and is told with what it was and what each side made of it", () => {
  const two = { a: "1", b: "1" };
  const { items, conflicts } = mergeItems(
    of(two),
    of({ a: "2", b: "2" }),
    of({ a: "3", b: "3" }),
    ({ path }) => (path === "/a" ? "draft" : "release"),
  );
  expect(items).toEqual(of({ a: "2", b: "3" }));
  expect(conflicts).toEqual([
    { item: "note/a", path: "/a", base: "1", draft: "2", release: "3" },
    { item: "note/a", path: "/b", base: "1", draft: "2", release: "3" },
  ]);
  expect(conflicts.map(conflictId)).toEqual(["note/a /a", "note/a /b"]);
});

describe("a draft and a release that was published meanwhile", () => {
  it("M1: changed different fields and different charges: both changes stand", () => {
    const mine = { ...tariff, charges: [tariff.charges[0]!, { code: "peak", price: "1.1" }] };
    const theirs = {
      label: { ...tariff.label, en: "Household" },
      charges: [{ code: "base", price: "0.6" }, tariff.charges[1]!, { code: "levy", price: "0.01" }],
    };
    expect(merged(tariff, mine, theirs)).toEqual({
      content: {
        label: { "zh-CN": "家庭", en: "Household" },
        charges: [
          { code: "base", price: "0.6" },
          { code: "peak", price: "1.1" },
          { code: "levy", price: "0.01" },
        ],
      },
      conflicts: [],
    });
  });

  it.each(["draft", "release"] as const)(
    "M2: changed the same price: told with its place, and %s's stands",
    (prefer) => {
      const to = (price: string) => ({ ...tariff, charges: [{ code: "base", price }, tariff.charges[1]!] });
      const { content, conflicts } = merged(tariff, to("0.7"), to("0.8"), prefer);
      expect(conflicts).toEqual(["/charges/base/price"]);
      expect(content).toEqual(to(prefer === "draft" ? "0.7" : "0.8"));
    },
  );

  it("one changed what the other took away: told, whole", () => {
    const mine = { ...tariff, charges: [tariff.charges[0]!, { code: "peak", price: "1.1" }] };
    const theirs = { ...tariff, charges: [tariff.charges[0]!] };
    expect(merged(tariff, mine, theirs).conflicts).toEqual(["/charges/peak"]);
    expect(merged(tariff, mine, theirs, "release").content).toEqual(theirs);
    const { items, conflicts } = mergeItems(of(tariff), of(mine), [], () => "draft");
    expect(items).toEqual(of(mine));
    expect(conflicts).toEqual([{ item: "note/a", path: "", base: tariff, draft: mine, release: null }]);
  });

  it("one moved a charge, the other changed one: moved and changed", () => {
    const mine = { ...tariff, charges: [...tariff.charges].reverse() };
    const theirs = { ...tariff, charges: [{ code: "base", price: "0.6" }, tariff.charges[1]!] };
    const expected = { ...tariff, charges: [tariff.charges[1]!, { code: "base", price: "0.6" }] };
    expect(merged(tariff, mine, theirs)).toEqual({ content: expected, conflicts: [] });
    expect(merged(tariff, theirs, mine)).toEqual({ content: expected, conflicts: [] });
  });
});

const json = fc.letrec<{ value: Json; record: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>("a", "0.5", 3, true, null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.uniqueArray(fc.record({ code: fc.constantFrom("p", "q", "r", "s"), v: fc.nat({ max: 2 }) }), {
      selector: ({ code }) => code,
      maxLength: 4,
    }),
    tie("record"),
  ),
  record: fc.dictionary(fc.constantFrom("a", "b", "c/d", "列"), tie("value"), { maxKeys: 4 }),
})).record;

it("M1: what only one side changed is that side's, and nothing is told", () => {
  fc.assert(
    fc.property(json, json, (base, changed) => {
      for (const [mine, theirs] of [
        [changed, base],
        [base, changed],
        [changed, changed],
      ] as const) {
        const { content, conflicts } = merged(base, mine, theirs);
        expect([sameJson(content, changed), conflicts]).toEqual([true, []]);
      }
    }),
  );
});

it("M3: without a conflict it does not matter who is preferred, nor who is which; with one, each place is one side's", () => {
  fc.assert(
    fc.property(json, json, json, (base, mine, theirs) => {
      const [draft, release] = [merged(base, mine, theirs, "draft"), merged(base, mine, theirs, "release")];
      const turned = merged(base, theirs, mine, "release");
      expect(draft.conflicts).toEqual(release.conflicts);
      expect(turned.conflicts.toSorted()).toEqual(draft.conflicts.toSorted());
      if (draft.conflicts.length === 0) expect(sameJson(draft.content, release.content)).toBe(true);
      // Nothing is made up: what the merge gives, merged again with either side, is the same.
      const again = merged(base, draft.content as Json, theirs, "draft");
      expect(sameJson(again.content, draft.content)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
