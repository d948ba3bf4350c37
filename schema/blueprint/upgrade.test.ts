import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inherit } from "./inherit.ts";
import type { EffectiveItem, Item, JsonObject } from "./item.ts";
import { itemHash } from "./item-hash.ts";
import { itemKinds } from "./kinds.ts";
import { mergeUpgrade } from "./upgrade.ts";

const words = (text: string) => ({ "zh-CN": text, en: text });
const tariff = (key: string, more: JsonObject = {}): Item => ({
  kind: "tariff",
  key,
  content: {
    label: words("Flat"),
    utility: "power",
    currency: "CNY",
    charges: [{ type: "energy", code: "energy", label: words("Energy"), price: "0.5" }],
    ...more,
  },
});
const upper = (...items: Item[]): EffectiveItem[] =>
  items.map((item) => ({ ...item, hash: itemHash(item), origin: "own" as const }));
const override = (set: JsonObject, more: JsonObject = {}): Item => ({
  kind: "override",
  key: "tariff.flat",
  content: { kind: "tariff", key: "flat", set, ...more },
});
const lock: Item = {
  kind: "lock",
  key: "prices",
  content: { kind: "tariff", paths: ["/label"], reason: words("the province keeps names") },
};

describe("an upgrade", () => {
  it("U1: keeps what only the utility changed, and takes what only the upper tier changed", () => {
    const mine = [override({ "/label/en": "Ours" })];
    const theirs = upper(tariff("flat", { currency: "USD" }));
    const merged = mergeUpgrade({ base: upper(tariff("flat")), theirs, mine });
    expect(merged).toEqual({ items: mine, conflicts: [], redundant: [] });
    expect(inherit(theirs, merged.items, itemKinds).items).toContainEqual(
      expect.objectContaining({
        content: expect.objectContaining({ currency: "USD", label: { "zh-CN": "Flat", en: "Ours" } }),
      }),
    );
  });

  it("U1: shows side by side what both changed, and does as was chosen", () => {
    const input = {
      base: upper(tariff("flat")),
      theirs: upper(tariff("flat", { label: words("Theirs") })),
      mine: [override({ "/label/en": "Ours", "/currency": "USD" })],
    };
    const [conflict] = mergeUpgrade(input).conflicts;
    expect(conflict).toEqual({
      id: "override/tariff.flat/label/en",
      reason: "changed",
      item: "tariff/flat",
      path: "/label/en",
      base: "Flat",
      theirs: "Theirs",
      mine: "Ours",
      choices: ["mine", "theirs"],
      lock: null,
      chosen: null,
    });
    const id = "override/tariff.flat/label/en";
    expect(mergeUpgrade({ ...input, settled: { [id]: "mine" } }).items).toEqual(input.mine);
    expect(mergeUpgrade({ ...input, settled: { [id]: "theirs" } }).items).toEqual([
      override({ "/currency": "USD" }),
    ]);
  });

  it("U2: lets nobody keep what the upper tier has locked since, and says why", () => {
    const input = {
      base: upper(tariff("flat")),
      theirs: upper(tariff("flat"), lock),
      mine: [override({ "/label/en": "Ours" })],
      settled: { "override/tariff.flat/label/en": "mine" as const },
    };
    const { conflicts } = mergeUpgrade(input);
    expect(conflicts).toMatchObject([
      { reason: "locked", choices: ["theirs"], chosen: null, lock: words("the province keeps names") },
    ]);
    const settled = { "override/tariff.flat/label/en": "theirs" as const };
    expect(mergeUpgrade({ ...input, settled }).items).toEqual([]);
  });

  it("U2: tells what is gone: a field, or the whole item", () => {
    const base = upper(tariff("flat", { description: words("old") }));
    const field = mergeUpgrade({
      base,
      theirs: upper(tariff("flat")),
      mine: [override({ "/description/en": "Ours" })],
    });
    expect(field.conflicts).toMatchObject([
      { reason: "gone", base: "old", theirs: null, choices: ["theirs"] },
    ]);
    const item = mergeUpgrade({ base, theirs: [], mine: [override({ "/label/en": "Ours" })] });
    expect(item.conflicts).toMatchObject([{ reason: "removed", item: "tariff/flat", path: "" }]);
  });

  it("U3: drops what the upper tier says itself now", () => {
    const merged = mergeUpgrade({
      base: upper(tariff("flat")),
      theirs: upper(tariff("flat", { label: words("Ours") })),
      mine: [override({ "/label/en": "Ours" }), tariff("own")],
    });
    expect(merged).toEqual({ items: [tariff("own")], conflicts: [], redundant: ["tariff/flat/label/en"] });
  });

  it("U4: turns an own item whose place was taken into an override, or lets it go", () => {
    const mine = [tariff("flat", { currency: "USD" })];
    const input = { base: [], theirs: upper(tariff("flat", { description: words("theirs") })), mine };
    expect(mergeUpgrade(input).conflicts).toMatchObject([{ id: "tariff/flat", reason: "taken" }]);
    const kept = mergeUpgrade({ ...input, settled: { "tariff/flat": "mine" } }).items;
    const { items, faults } = inherit(input.theirs, kept, itemKinds);
    expect(faults).toEqual([]);
    expect(items.find(({ kind }) => kind === "tariff")?.content).toEqual(mine[0]?.content);
    expect(mergeUpgrade({ ...input, settled: { "tariff/flat": "theirs" } }).items).toEqual([]);
  });

  it("U5: once every conflict is settled stands on the new release, whatever was changed where (property)", () => {
    const text = fc.constantFrom("a", "b", "c");
    const label = fc.record({ "zh-CN": text, en: text });
    const place = fc.constantFrom(
      "/label/en",
      "/label/zh-CN",
      "/label",
      "/currency",
      "/charges/energy/label/en",
    );
    const valueFor = (path: string, value: string) =>
      path === "/label" ? words(value) : path === "/currency" ? "USD" : value;
    fc.assert(
      fc.property(
        label,
        label,
        fc.uniqueArray(fc.tuple(place, text), { selector: ([path]) => path, maxLength: 4 }),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom<"mine" | "theirs">("mine", "theirs"),
        (before, after, sets, locked, removed, wish) => {
          const base = upper(tariff("flat", { label: before }));
          const theirs = upper(
            ...(removed ? [] : [tariff("flat", { label: after })]),
            ...(locked ? [lock] : []),
          );
          const mine =
            sets.length === 0
              ? []
              : [override(Object.fromEntries(sets.map(([p, v]) => [p, valueFor(p, v)])))];
          const { conflicts } = mergeUpgrade({ base, theirs, mine });
          const settled = Object.fromEntries(
            conflicts.map(({ id, choices }) => [id, choices.includes(wish) ? wish : choices[0]!]),
          );
          const merged = mergeUpgrade({ base, theirs, mine, settled });
          expect(merged.conflicts.every(({ chosen }) => chosen !== null)).toBe(true);
          expect(inherit(theirs, merged.items, itemKinds).faults.map(({ message }) => message)).toEqual([]);
        },
      ),
    );
  });
});
