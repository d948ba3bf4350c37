import { describe, expect, it } from "vitest";
import { z } from "zod";
import { wordsSchema } from "./common.ts";
import { inherit } from "./inherit.ts";
import { defineKind } from "./kind.ts";
import { itemKinds } from "./kinds.ts";
import { readPack, writePack } from "./pack.ts";

// A kind that exists in this test only: the whole of what adding one takes.
const noticeKind = defineKind({
  kind: "notice",
  label: { "zh-CN": "公告", en: "Notice" },
  schema: z.strictObject({
    title: wordsSchema,
    days: z.int().min(1).default(7),
    about: z.string().optional(),
  }),
  references: (notice) =>
    notice.about === undefined ? [] : [{ kind: "tariff", key: notice.about, path: "/about" }],
  words: (before, after) =>
    before?.days === after?.days
      ? []
      : [{ "zh-CN": `展示 ${after?.days} 天`, en: `Shown for ${after?.days} days` }],
});
const kinds = { ...itemKinds, notice: noticeKind };

const tenant = `slug: riverton
name: { zh-CN: 河镇, en: Riverton }
kind: power
tier: city
timezone: Asia/Shanghai
currency: CNY
locale: zh-CN
brand:
  color: "#0a5c78"
  shortName: { zh-CN: 河镇, en: Riverton }
`;

describe("the item kind contract", () => {
  it("names every kind by its own name, with a label in both languages", () => {
    for (const [name, kind] of Object.entries(itemKinds)) {
      expect(kind.kind).toBe(name);
      expect(kind.label["zh-CN"]).not.toBe("");
      expect(kind.label.en).not.toBe("");
    }
  });

  it("I5: takes a further kind with one row and no other change", () => {
    const files = new Map([
      ["tenant.yaml", tenant],
      ["notice/outage.yaml", "title: { zh-CN: 停电, en: Outage }\ndays: 3\n"],
    ]);
    const { pack, faults, untidy } = readPack(files, kinds);
    expect(faults).toEqual([]);
    expect(untidy).toEqual([]);
    expect(pack?.items).toEqual([
      { kind: "notice", key: "outage", content: { title: { "zh-CN": "停电", en: "Outage" }, days: 3 } },
    ]);
    expect(pack && writePack(pack, kinds)).toEqual(files);
  });

  it("H6: finds a mention of an item that is not there, in a kind that the platform does not know", () => {
    const notice = {
      kind: "notice",
      key: "prices",
      content: { title: { "zh-CN": "调价", en: "Prices" }, about: "gone" },
    };
    const { faults } = inherit([], [notice], kinds);
    expect(faults.map((fault) => [fault.code, fault.where])).toEqual([
      ["REFERENCE_MISSING", { file: "notice/prices.yaml", path: "/about" }],
    ]);
  });

  it("C6: refuses a kind that is not registered, and says which there are", () => {
    const { faults } = readPack(
      new Map([
        ["tenant.yaml", tenant],
        ["notice/outage.yaml", "days: 3\n"],
      ]),
      itemKinds,
    );
    expect(faults[0]?.code).toBe("PACK_FILE_UNKNOWN");
    expect(faults[0]?.message).toContain("tariff");
  });
});
