import { describe, expect, it } from "vitest";
import { codelistKind } from "#schema/blueprint/codelist/kind.ts";
import { codelistSchema } from "#schema/blueprint/codelist/schema.ts";
import { compileCodelist } from "./compile.ts";

const words = (text: string) => ({ "zh-CN": text, en: text });
const grades = {
  label: words("Hazard"),
  codes: [
    { code: "severe", label: words("Severe") },
    { code: "leak", label: words("Leak"), parent: "severe" },
    { code: "old", label: words("Old"), retired: true },
  ],
};

describe("a code list", () => {
  it("offers what is not retired and knows what was", () => {
    const list = compileCodelist(codelistSchema.parse(grades));
    expect(list.options.map(({ code, parent }) => [code, parent])).toEqual([
      ["severe", undefined],
      ["leak", "severe"],
    ]);
    expect(list.has("old")).toBe(true);
    expect(list.has("new")).toBe(false);
    expect(list.labelOf("old")?.en).toBe("Old");
  });

  it.each([
    [[{ code: "a", label: words("A"), parent: "b" }], "no code b"],
    [
      [
        { code: "a", label: words("A"), parent: "b" },
        { code: "b", label: words("B"), parent: "a" },
      ],
      "part of itself",
    ],
    [
      [
        { code: "a", label: words("A") },
        { code: "a", label: words("B") },
      ],
      "listed twice",
    ],
  ])("refuses %j", (codes, why) => {
    const parsed = codelistSchema.safeParse({ ...grades, codes });
    expect(JSON.stringify(parsed.error?.issues)).toContain(why);
  });

  it("says its changes in words", () => {
    const before = codelistSchema.parse(grades);
    const after = codelistSchema.parse({
      ...grades,
      codes: [
        { code: "severe", label: words("Severe"), retired: true },
        { code: "mild", label: words("Mild") },
        { code: "old", label: words("Old") },
      ],
    });
    expect(codelistKind.words(before, after).map(({ en }) => en)).toEqual([
      "Retired the code “Severe”",
      "Added the code “Mild”",
      "Brought back the code “Old”",
      "Removed the code “Leak”",
    ]);
  });
});
