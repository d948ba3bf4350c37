import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { inherit } from "../inherit.ts";
import type { Json, JsonObject } from "../item.ts";
import { defineKind } from "../kind.ts";
import { itemKinds } from "../kinds.ts";
import { isList, isObject } from "../pointer.ts";
import { applyTo, changeOverride, isEmpty, type Overridden, overrideBetween } from "./edit.ts";

const planKind = defineKind({
  kind: "plan",
  label: { "zh-CN": "方案", en: "Plan" },
  schema: z.record(z.string(), z.json()),
  references: () => [],
  words: () => [],
});
const kinds = { ...itemKinds, plan: planKind };

/** What inheritance makes of an override. */
function inherited(upper: JsonObject, { set, remove }: Overridden): JsonObject | undefined {
  const above = inherit([], [{ kind: "plan", key: "a", content: upper }], kinds).items;
  const content = {
    kind: "plan",
    key: "a",
    ...(Object.keys(set).length > 0 ? { set } : {}),
    ...(remove.length > 0 ? { remove } : {}),
  } as JsonObject;
  const { items, faults } = inherit(above, [{ kind: "override", key: "plan.a", content }], kinds);
  expect(faults).toEqual([]);
  return items.find(({ kind }) => kind === "plan")?.content;
}

const NONE: Overridden = { set: {}, remove: [] };
const plan: JsonObject = {
  label: "家庭",
  note: "n",
  steps: [
    { code: "base", price: "0.5" },
    { code: "peak", price: "0.9" },
  ],
  days: ["1", "2"],
};

it("a field of a named member is overridden by the member's name, and follows again when it has the inherited value", () => {
  const changed = changeOverride(plan, NONE, "/steps/1/price", "1");
  expect(changed).toEqual({ set: { "/steps/peak/price": "1" }, remove: [] });
  expect(isEmpty(changeOverride(plan, changed, "/steps/1/price", "0.9"))).toBe(true);
});

it("a member more overrides the whole list; a field taken away is removed", () => {
  expect(changeOverride(plan, NONE, "/days/2", "3")).toEqual({
    set: { "/days": ["1", "2", "3"] },
    remove: [],
  });
  expect(changeOverride(plan, NONE, "/note", undefined)).toEqual({ set: {}, remove: ["/note"] });
});

it("records on the way that the upper tier does not have are made, as in an item of one's own", () => {
  const changed = changeOverride(plan, NONE, "/seasons/summer/0", { from: "06-01" });
  expect(changed).toEqual({ set: { "/seasons": { summer: { 0: { from: "06-01" } } } }, remove: [] });
  expect(inherited(plan, changed)).toMatchObject({ seasons: { summer: {} } });
  expect(isEmpty(changeOverride(plan, changed, "/seasons", undefined))).toBe(true);
  expect(changeOverride(plan, NONE, "/seasons/__proto__/x", "1")).toBe(NONE);
  expect(changeOverride(plan, NONE, "/seasons/summer", undefined)).toBe(NONE);
});

it("what leads nowhere changes nothing; what the upper tier took away is passed over", () => {
  expect(changeOverride(plan, NONE, "/steps/9/price", "1")).toBe(NONE);
  expect(applyTo(plan, { set: { "/gone/x": 1, "/label": "b" }, remove: ["/gone"] })).toMatchObject({
    label: "b",
  });
});

it("an override that says the same stays as it was written", () => {
  const whole: Overridden = { set: { "/steps": [{ code: "base", price: "0.6" }] }, remove: [] };
  expect(overrideBetween(plan, applyTo(plan, whole), whole)).toBe(whole);
});

const json = fc.letrec<{ value: Json; record: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>("a", "0.5", 3, true, null),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("record"),
  ),
  record: fc.dictionary(fc.constantFrom("a", "b", "code", "k~/"), tie("value"), { maxKeys: 4 }),
})).record;

it("whatever is wanted of an inherited item, inheritance makes it of the override", () => {
  fc.assert(
    fc.property(json, json, (upper, wanted) => {
      const override = overrideBetween(upper, wanted);
      expect(applyTo(upper, override)).toEqual(wanted);
      if (!isEmpty(override)) expect(inherited(upper, override)).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
});

it("changes one after another give what they give on plain JSON", () => {
  const paths = (value: Json, at = ""): string[] =>
    isList(value)
      ? value.flatMap((member, index) => [`${at}/${index}`, ...paths(member, `${at}/${index}`)])
      : isObject(value)
        ? Object.keys(value).flatMap((name) => {
            const here = `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
            return [here, ...paths(value[name] as Json, here)];
          })
        : [];
  fc.assert(
    fc.property(
      json,
      fc.array(fc.tuple(fc.nat(), fc.option(fc.constantFrom<Json>("x", 7, ["y"]), { nil: undefined })), {
        maxLength: 8,
      }),
      (upper, steps) => {
        let override: Overridden = NONE;
        for (const [pick, value] of steps) {
          const now = applyTo(upper, override);
          const all = paths(now);
          if (all.length === 0) break;
          override = changeOverride(upper, override, all[pick % all.length] as string, value);
        }
        const effective = applyTo(upper, override);
        if (!isEmpty(override)) expect(inherited(upper, override)).toEqual(effective);
      },
    ),
    { numRuns: 300 },
  );
});
