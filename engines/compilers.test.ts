import { describe, expect, it } from "vitest";
import { itemHash } from "#schema/blueprint/item-hash.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { compilers, programOf } from "./compilers.ts";

const content = {
  label: { "zh-CN": "规则", en: "Rules" },
  checks: { spike: { ratio: "1.8" } },
};

describe("compiled programs", () => {
  it("are made once for one content and kept by its hash", () => {
    const hash = itemHash({ kind: "estimation", content });
    const program = programOf("estimation", hash, content);
    expect(programOf("estimation", hash, structuredClone(content))).toBe(program);
    expect(program.spike?.limitFactor.toString()).toBe("2.8");
  });

  it("of another content are another program", () => {
    const other = { ...content, checks: { spike: { ratio: "2" } } };
    const program = programOf("estimation", itemHash({ kind: "estimation", content: other }), other);
    expect(program.spike?.limitFactor.toString()).toBe("3");
  });

  it("are never made of what the schema refuses", () => {
    expect(() => programOf("estimation", "0".repeat(64), { label: 3 })).toThrow();
    expect(() => programOf("tariff", "1".repeat(64), {})).toThrow();
  });

  it("exist for each kind that an engine runs", () => {
    // Locks and overrides are worked off by inheritance.
    const idle = Object.keys(itemKinds).filter((kind) => !Object.hasOwn(compilers, kind));
    expect(idle).toEqual(["lock", "override"]);
  });
});
