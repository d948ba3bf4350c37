import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { amount, dec, span } from "./cases/helpers.ts";
import { compileTariff, parseTariff, rate } from "./index.ts";

// What the documentation shows must work as it says.

const docs = path.resolve(import.meta.dirname, "../../docs");

describe("docs/tariffs.md", () => {
  it("its example is a tariff, and bills the August of the worked case: 593.30", () => {
    const text = readFileSync(path.join(docs, "tariffs.md"), "utf8");
    const [, block = ""] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
    const program = compileTariff(parseTariff(parse(block)));
    const read = span("2026-07-01", "2026-09-01");
    const bill = rate(program, {
      ...read,
      usage: { amounts: [amount(read, "energy", "500", "peak"), amount(read, "energy", "740", "valley")] },
      opening: { use: { energy: { quantity: dec("2500") } } },
    });
    expect(bill.total.toString()).toBe("593.30");
  });
});

describe("FEATURES.md", () => {
  it("names a rule that SPEC.md has and a test that exists, in every row", () => {
    const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), "utf8");
    const spec = read("SPEC.md");
    const rows = [...read("FEATURES.md").matchAll(/^\| (.+) \| (.+) \| (.+) \| (\S+): (.+) \|$/gm)];
    expect(rows.length).toBeGreaterThan(45);
    const unknown = rows.flatMap(([, feature = "", , rules = "", file = "", test = ""]) => [
      ...rules.split(" ").filter((rule) => !spec.includes(`**${rule}**`)),
      ...(namesIn(read(file)).some((name) => name.startsWith(test)) ? [] : [`${feature}: ${file}: ${test}`]),
    ]);
    expect(unknown).toEqual([]);
  });
});

/** Names of tests, and the first cells of their tables. */
function namesIn(source: string): string[] {
  return [...source.matchAll(/"((?:[^"\\]|\\.)+)"/g)].map(([, name = ""]) => name);
}
