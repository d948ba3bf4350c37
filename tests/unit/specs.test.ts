import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

// Every numbered rule of a SPEC.md is quoted by a test: beside it, or of what uses it.
const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const specs = globSync("{engines,schema}/*/SPEC.md", { cwd: root }).sort();
const tests = globSync("{app,cli,engines,schema,tests}/**/*.test.ts", { cwd: root });

describe.each(specs)("%s", (spec) => {
  const folder = path.dirname(spec);
  const near = tests.filter((file) => file.startsWith(folder) || !file.startsWith("engines/"));
  const text = near.map(read).join("\n");
  const rules = [...read(spec).matchAll(/^- \*\*([A-Z]+\d+)\*\*/gm)].map(([, rule]) => rule ?? "");

  it("numbers each rule once", () => {
    expect(rules.filter((rule, at) => rules.indexOf(rule) !== at)).toEqual([]);
    expect(rules.length).toBeGreaterThan(0);
  });

  it("has each rule quoted by a test", () => {
    expect(rules.filter((rule) => !new RegExp(`\\b${rule}\\b`).test(text))).toEqual([]);
  });
});
