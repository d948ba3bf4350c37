import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { inherit } from "./inherit.ts";
import { type EffectiveItem, type Item, itemName, type JsonObject } from "./item.ts";
import { itemHash, releaseHash } from "./item-hash.ts";
import { defineKind } from "./kind.ts";
import { itemKinds } from "./kinds.ts";

const planKind = defineKind({
  kind: "plan",
  label: { "zh-CN": "方案", en: "Plan" },
  schema: z.strictObject({
    name: z.string(),
    note: z.string().optional(),
    steps: z.array(z.strictObject({ code: z.string(), price: z.string(), label: z.string().optional() })),
  }),
  references: () => [],
  words: () => [],
});
const kinds = { ...itemKinds, plan: planKind };

const plan: JsonObject = {
  name: "家庭",
  steps: [
    { code: "base", price: "0.5" },
    { code: "peak", price: "0.9", label: "峰" },
  ],
};
const own = (kind: string, key: string, content: JsonObject): Item => ({ kind, key, content });
const province = (...items: Item[]): EffectiveItem[] => [...inherit([], items, kinds).items];
const override = (set: JsonObject, remove?: string[]): Item =>
  own("override", "plan.home", {
    kind: "plan",
    key: "home",
    ...(Object.keys(set).length ? { set } : {}),
    ...(remove ? { remove } : {}),
  });
const lock = (...paths: string[]): Item =>
  own("lock", "prices", {
    kind: "plan",
    paths,
    reason: { "zh-CN": "价格由省公司定", en: "prices are set by the province" },
  });

describe("inheritance", () => {
  const above = province(own("plan", "home", plan));

  it("H2: an untouched item comes down with the same hash", () => {
    const { items } = inherit(above, [], kinds);
    expect(items).toEqual([{ ...above[0], origin: "inherited" }]);
  });

  it("H1: an own item stands beside the inherited ones", () => {
    const { items } = inherit(above, [own("plan", "shop", plan)], kinds);
    expect(items.map((item) => [itemName(item), item.origin])).toEqual([
      ["plan/home", "inherited"],
      ["plan/shop", "own"],
    ]);
  });

  it("H3 I4: an override sets a field by name of the list's member and leaves the rest", () => {
    const { items, faults } = inherit(
      above,
      [override({ "/steps/peak/price": "0.8", "/note": "市" })],
      kinds,
    );
    expect(faults).toEqual([]);
    const home = items.find((item) => item.kind === "plan");
    expect(home).toMatchObject({
      origin: "overridden",
      content: { name: "家庭", note: "市", steps: [{ price: "0.5" }, { price: "0.8", label: "峰" }] },
    });
    expect(home?.hash).toBe(itemHash(home as Item));
    expect(above[0]?.content).toEqual(plan);
  });

  it("H2: an override that sets what is there already gives the same hash", () => {
    const { items } = inherit(above, [override({ "/steps/0/price": "0.5" })], kinds);
    expect(items.find(({ kind }) => kind === "plan")?.hash).toBe(above[0]?.hash);
  });

  it("H3: a field can be taken away where the kind allows it", () => {
    expect(
      inherit(above, [override({}, ["/steps/peak/label"])], kinds).items.find(({ kind }) => kind === "plan")
        ?.content.steps,
    ).toEqual([
      { code: "base", price: "0.5" },
      { code: "peak", price: "0.9" },
    ]);
    expect(inherit(above, [override({}, ["/name"])], kinds).faults.map(({ code }) => code)).toEqual([
      "ITEM_INVALID",
    ]);
  });

  it.each([
    ["the field itself", "/steps/*/price", "/steps/peak/price"],
    ["what lies below a locked field", "/steps", "/steps/1/label"],
    ["what holds a locked field", "/steps/peak/price", "/steps"],
    ["a field named by position, locked by name", "/steps/peak/price", "/steps/1/price"],
  ])("L1: a lock refuses an override of %s, and names lock and reason", (_, locked, path) => {
    const value = path === "/steps" ? [] : "1";
    const { faults, items } = inherit(
      province(own("plan", "home", plan), lock(locked)),
      [override({ [path]: value })],
      kinds,
    );
    expect(faults.map(({ code }) => code)).toEqual(["FIELD_LOCKED"]);
    expect(faults[0]?.where).toEqual({ file: "override/plan.home.yaml", path });
    expect(faults[0]?.wordsIn("zh-CN")).toContain("价格由省公司定");
    expect(items.find(({ kind }) => kind === "plan")?.content).toEqual(plan);
  });

  it("L3: a lock of one field leaves its neighbours open", () => {
    const locked = province(own("plan", "home", plan), lock("/steps/*/price"));
    expect(
      inherit(locked, [override({ "/steps/peak/label": "高峰", "/name": "居民" })], kinds).faults,
    ).toEqual([]);
  });

  it("L2 H5: a lock binds the tier below the next one too; an override is not handed on twice", () => {
    const city = inherit(
      province(own("plan", "home", plan), lock("/name")),
      [override({ "/note": "市" })],
      kinds,
    );
    const county = inherit(city.items, [override({ "/name": "县" })], kinds);
    expect(county.faults.map(({ code }) => code)).toEqual(["FIELD_LOCKED"]);
    const open = inherit(city.items, [], kinds);
    expect(open.items.map((item) => [itemName(item), item.origin])).toEqual([
      ["lock/prices", "inherited"],
      ["plan/home", "inherited"],
    ]);
    expect(open.items.find(({ kind }) => kind === "plan")?.content.note).toBe("市");
  });

  it("H4: tells a silent fork, a missing target, a missing path and a doubled override", () => {
    const codes = (...items: Item[]) => inherit(above, items, kinds).faults.map(({ code }) => code);
    expect(codes(own("plan", "home", plan))).toEqual(["ITEM_INHERITED_ALREADY"]);
    expect(codes(own("override", "x", { kind: "plan", key: "shop", set: { "/name": "x" } }))).toEqual([
      "OVERRIDE_TARGET_MISSING",
    ]);
    expect(codes(override({ "/steps/valley/price": "1" }))).toEqual(["OVERRIDE_PATH_MISSING"]);
    expect(inherit(above, [override({ "/steps/valley/price": "1" })], kinds).faults[0]?.message).toContain(
      "base, peak",
    );
    expect(
      codes(
        override({ "/name": "a" }),
        own("override", "z", { kind: "plan", key: "home", set: { "/name": "b" } }),
      ),
    ).toEqual(["OVERRIDE_TWICE"]);
  });

  it("I4: cannot reach a prototype", () => {
    for (const path of ["/__proto__/polluted", "/constructor/prototype/polluted"]) {
      expect(inherit(above, [override({ [path]: "x" })], kinds).faults.map(({ code }) => code)).toEqual([
        "OVERRIDE_PATH_MISSING",
      ]);
    }
    expect({}).not.toHaveProperty("polluted");
  });
});

describe("properties of inheritance", () => {
  const price = fc.integer({ min: 0, max: 99 }).map((cents) => (cents / 100).toFixed(2));
  const planContent = fc.record({
    name: fc.string({ minLength: 1, maxLength: 5 }),
    steps: fc.uniqueArray(fc.record({ code: fc.constantFrom("a", "b", "c"), price }), {
      minLength: 1,
      maxLength: 3,
      selector: (step) => step.code,
    }),
  });
  const plans = fc.uniqueArray(fc.tuple(fc.constantFrom("p", "q", "r"), planContent), {
    selector: ([key]) => key,
    maxLength: 3,
  });

  it("H1: does not depend on the order of items, and never changes its inputs", () => {
    fc.assert(
      fc.property(plans, plans, fc.infiniteStream(fc.nat()), (above, mine, dice) => {
        const shuffle = <Some>(list: readonly Some[]): Some[] =>
          list
            .map((value) => ({ value, at: dice.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ value }) => value);
        const upper = province(...above.map(([key, content]) => own("plan", key, content)));
        const lower = mine.map(([key, content]) => own("plan", `own-${key}`, content));
        const frozen = JSON.stringify([upper, lower]);
        const one = inherit(upper, lower, kinds);
        const other = inherit(shuffle(upper), shuffle(lower), kinds);
        expect(releaseHash(other.items)).toBe(releaseHash(one.items));
        expect(JSON.stringify([upper, lower])).toBe(frozen);
        // The naive oracle: the union of both, by name.
        expect(one.items.map(itemName).sort()).toEqual([...upper, ...lower].map(itemName).sort());
      }),
    );
  });

  it("H3: an override of one price changes that price and nothing else", () => {
    fc.assert(
      fc.property(planContent, fc.nat(2), price, (content, which, changed) => {
        const at = which % content.steps.length;
        const code = content.steps[at]?.code ?? "";
        const { items, faults } = inherit(
          province(own("plan", "home", content)),
          [override({ [`/steps/${code}/price`]: changed })],
          kinds,
        );
        expect(faults).toEqual([]);
        const naive = structuredClone(content);
        const step = naive.steps[at];
        if (step) step.price = changed;
        expect(items.find(({ kind }) => kind === "plan")?.content).toEqual(naive);
      }),
    );
  });
});
