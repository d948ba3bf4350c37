import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FAULTS_IN_CHINESE, faultInChinese } from "./faults-in-chinese.ts";

/** Sentences that the schemas of items say themselves: the last argument of a check, or a `message`. */
function sentences(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync("**/*.ts", {
    cwd: import.meta.dirname,
    exclude: ["**/*.test.ts", "faults-in-chinese.ts"],
  })) {
    const source = readFileSync(`${import.meta.dirname}/${file}`, "utf8");
    for (const [, plain, quoted, filled] of source.matchAll(SENTENCE))
      found.set(plain ?? quoted ?? (filled as string).replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "{}"), file);
  }
  return found;
}
const SENTENCE =
  /(?:[,(]\s*|message:\s*|error:\s*)(?:"((?:expected|must|needs|no|not|only|a|the|this|two) [^"\n]{6,}|not a regular expression)"|'((?:expected|must|needs|no|not|only|a|the) [^'\n]{6,})'|`((?:expected|must|no|the|a) [^`\n]{6,})`)\s*,?\s*[)}\n]/g;

describe("what schemas say themselves", () => {
  it("is said in Chinese too, each sentence", () => {
    const missing = [...sentences()].filter(
      // Findings of a kind hold both languages where they are made.
      ([sentence]) => !sentence.includes("{0}") && !Object.hasOwn(FAULTS_IN_CHINESE, sentence),
    );
    expect(missing).toEqual([]);
  });

  it("fills in what the sentence holds", () => {
    expect(faultInChinese("expected one of a, b")).toBe("应为以下之一：a, b");
    expect(faultInChinese("no step of the id x; there is y")).toBe("没有标识为 x 的步骤；现有 y");
    expect(faultInChinese("something else")).toBe("something else");
  });
});
