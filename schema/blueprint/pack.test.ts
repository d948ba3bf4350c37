import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { canonicalText } from "./canonical.ts";
import type { JsonObject } from "./item.ts";
import { itemKinds } from "./kinds.ts";
import { readPack } from "./pack.ts";
import { tariffSchema } from "./tariff/schema.ts";

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

const tariff = `label: { zh-CN: 居民, en: Household }
utility: power
currency: CNY
charges:
  - code: energy
    label: { zh-CN: 电费, en: Energy }
    type: energy
    price: "0.5283"
`;

const read = (more: Record<string, string>) =>
  readPack(new Map(Object.entries({ "tenant.yaml": tenant, ...more })), itemKinds);
const saidOf = (more: Record<string, string>) =>
  read(more).faults.map((fault) => ({ code: fault.code, ...fault.where }));

describe("reading a pack", () => {
  it("F1: names file, line, path and what was expected", () => {
    const { faults } = read({ "tariff/a.yaml": tariff.replace('"0.5283"', "0.5283") });
    expect(faults).toHaveLength(1);
    expect(faults[0]?.where).toEqual({ file: "tariff/a.yaml", line: 8, path: "/charges/0/price" });
    expect(faults[0]?.message).toContain("decimal in quotes");
  });

  it("F1: finds the faults of all files at once", () => {
    const codes = saidOf({
      "tariff/a.yaml": "label: 3\n",
      "tariff/B.yaml": tariff,
      "x/y.yaml": "a: 1\n",
    }).map(({ code }) => code);
    expect(codes).toContain("ITEM_INVALID");
    expect(codes).toContain("PACK_KEY_MALFORMED");
    expect(codes).toContain("PACK_FILE_UNKNOWN");
  });

  it("F2: names the line of broken YAML and of a doubled field", () => {
    expect(saidOf({ "tariff/a.yaml": "label: {\nutility: power\n" })[0]).toMatchObject({
      code: "PACK_YAML_BROKEN",
      file: "tariff/a.yaml",
    });
    expect(saidOf({ "tariff/a.yaml": "utility: power\nutility: gas\n" })[0]).toMatchObject({
      code: "PACK_YAML_BROKEN",
      line: 2,
    });
  });

  it("F2: refuses aliases, so that a short file cannot unfold to a huge one", () => {
    const bomb = `a: &a [1,2]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n`;
    expect(saidOf({ "tariff/a.yaml": bomb })[0]).toMatchObject({ code: "PACK_YAML_BROKEN", line: 2 });
  });

  it("refuses a logo that would run or load something", () => {
    const branded = tenant
      .replace("brand:\n", "brand:\n")
      .replace('"#0a5c78"\n', '"#0a5c78"\n  logo: logo.svg\n');
    const at = (svg: string) =>
      readPack(
        new Map([
          ["tenant.yaml", branded],
          ["logo.svg", svg],
        ]),
        itemKinds,
      ).faults.map(({ code }) => code);
    expect(at('<svg><path d="M0 0"/><use href="#a"/></svg>')).toEqual([]);
    for (const evil of [
      '<svg onload="x()"/>',
      "<svg><script>x</script></svg>",
      '<svg><image href="http://x/"/></svg>',
    ])
      expect(at(evil)).toEqual(["PACK_LOGO_UNSAFE"]);
    expect(readPack(new Map([["tenant.yaml", branded]]), itemKinds).faults.map(({ code }) => code)).toEqual([
      "PACK_LOGO_MISSING",
    ]);
  });

  it("I2: keeps a content as it was written, without what the schema would add", () => {
    const [item] = read({ "tariff/home.yaml": tariff }).pack?.items ?? [];
    expect(item?.content).toEqual(parse(tariff));
    expect(tariffSchema.parse(item?.content)).not.toEqual(parse(tariff));
  });

  it("F3: tells files that are right but not canonical", () => {
    expect(read({ "tariff/a.yaml": `# a remark\n${tariff}` }).untidy).toEqual(["tariff/a.yaml"]);
    expect(read({ "tariff/a.yaml": tariff }).untidy).toEqual([]);
  });

  it("F2: never crashes, whatever the bytes are", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.nat(tariff.length),
        fc.nat(12),
        fc.string({ unit: "binary", maxLength: 8 }),
        (at, length, put) => {
          const text = tariff.slice(0, at) + put + tariff.slice(at + length);
          const reading = read({ "tariff/a.yaml": text });
          expect(reading.pack !== undefined || reading.faults.length > 0).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("canonical text", () => {
  it("F3: orders free values of any depth by looking at each of them once", () => {
    let looked = 0;
    const free = z.json();
    const run = free._zod.run;
    free._zod.run = (payload, context) => {
      looked++;
      return run(payload, context);
    };
    let deep: JsonObject = { b: 1, a: 2 };
    for (let level = 0; level < 300; level++) deep = { b: deep, a: [false] };
    expect(canonicalText(z.record(z.string(), free), deep)).toMatch(/^a: /);
    expect(looked).toBe(0);
  });

  it("F3: is the same whatever the order in which a database gives the fields", () => {
    const content = parse(tariff) as JsonObject;
    const reversed = Object.fromEntries(Object.entries(content).reverse()) as JsonObject;
    expect(canonicalText(tariffSchema, reversed)).toBe(tariff);
  });

  it("F3: gives any content back, and is its own canonical text", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const content = JSON.parse(JSON.stringify(value)) as JsonObject;
        const text = canonicalText(z.json(), content);
        const back = parse(text) as JsonObject;
        expect(back).toEqual(content);
        expect(canonicalText(z.json(), back)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});
