import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { periods } from "./cases/helpers.ts";
import { checkTariff, parseTariff } from "./index.ts";

const words = (text: string) => ({ "zh-CN": text, en: text });

const jiangsu = (rest: object = {}) => ({
  label: words("Jiangsu"),
  utility: "power",
  currency: "CNY",
  timezone: "Asia/Shanghai",
  rounding: { bill: { place: 1 } },
  schedules: {
    tou: {
      periods: periods("peak", "valley"),
      rules: [{ period: "peak", times: ["08:00-21:00"] }, { period: "valley" }],
    },
  },
  charges: [
    {
      type: "energy",
      code: "energy",
      label: words("energy"),
      schedule: "tou",
      price: { peak: "0.5583", valley: "0.3583" },
    },
    {
      type: "energy",
      code: "surcharge",
      label: words("surcharge"),
      tiers: {
        window: "year",
        steps: [{ upTo: "2760", price: "0" }, { upTo: "4800", price: "0.05" }, { price: "0.30" }],
      },
    },
  ],
  ...rest,
});

/** The August of cases.md: 77.wendadaohang.com/zd/88Wp8W3I8vGNWYYGYI.html */
const august = (total: string, lines?: Record<string, string>) => ({
  label: words("August"),
  from: "2026-07-01",
  to: "2026-09-01",
  agreement: { opening: { energy: "2500" } },
  usage: { "energy.peak": "500", "energy.valley": { start: "100", end: "174", multiplier: "10" } },
  expect: { total, ...(lines === undefined ? {} : { lines }) },
});

const check = (raw: object) => checkTariff(parseTariff(raw));

describe("golden examples", () => {
  it("B24 one that comes out is no finding", () => {
    const lines = { "energy.peak": "279.15", "energy.valley": "265.14", "surcharge.tier-2": "49.00" };
    const result = check(jiangsu({ examples: [august("593.30", lines)] }));
    expect(result.findings).toEqual([]);
    expect(result.examples).toMatchObject([{ ok: true, differences: [] }]);
  });

  it("B24 one that comes out otherwise says by how much, line by line, in both languages", () => {
    const result = check(jiangsu({ examples: [august("593.40", { "energy.peak": "279.16", late: "1" })] }));
    expect(result.findings.map(({ path: where, severity }) => [where, severity])).toEqual([
      ["/examples/0/expect/lines/energy.peak", "error"],
      ["/examples/0/expect/lines/late", "error"],
      ["/examples/0/expect/total", "error"],
    ]);
    expect(result.findings[0]?.message.en).toContain(
      "expects 279.16 as its line “energy.peak”, but it comes to 279.15",
    );
    expect(result.findings[1]?.message["zh-CN"]).toContain("没有这一行");
  });

  it("B24 one that cannot be rated says what it lacks", () => {
    const result = check(
      jiangsu({
        examples: [{ label: words("none"), from: "2026-07-01", to: "2026-08-01", expect: { total: "1" } }],
      }),
    );
    expect(result.findings).toMatchObject([{ path: "/examples/0", severity: "error" }]);
    expect(result.findings[0]?.message.en).toContain("there is no usage of “energy”");
  });

  it("B24 an example that ends before it begins is refused with its path", () => {
    expect(() => parseTariff(jiangsu({ examples: [{ ...august("1"), to: "2026-07-01" }] }))).toThrow(
      /examples\[0\]\.to/,
    );
  });
});

describe("invariants", () => {
  it("B27 hold for every tariff that ships", () => {
    const root = path.join(import.meta.dirname, "../../tenants");
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
      /(^|\/)tariff\/.*\.yaml$/.test(file),
    );
    expect(files.length).toBeGreaterThan(8);
    for (const file of files) {
      const raw: unknown = parse(readFileSync(path.join(root, file), "utf8"));
      const { invariants, findings, examples } = checkTariff(parseTariff(raw));
      expect({ file, states: invariants.map(({ key, state }) => `${key} ${state}`) }).toEqual({
        file,
        states: [
          "covered holds",
          "distinct holds",
          "rising holds",
          "continuous holds",
          "split holds",
          "cancelled holds",
        ],
      });
      expect({ file, findings }).toEqual({ file, findings: [] });
      expect({ file, examples: examples.every(({ ok }) => ok) }).toEqual({ file, examples: true });
    }
  });

  it("B4 a rule that can never apply, seasons that cross or leave days out", () => {
    const { findings } = check(
      jiangsu({
        seasons: {
          summer: [{ from: "06-01", to: "09-30" }],
          winter: [{ from: "09-30", to: "03-31" }],
        },
        schedules: {
          tou: {
            periods: periods("peak", "valley"),
            rules: [
              { period: "peak", times: ["08:00-21:00"] },
              { period: "valley" },
              { period: "peak", days: ["weekend"] },
            ],
          },
        },
      }),
    );
    expect(findings.map(({ path: where, severity }) => `${where} ${severity}`)).toEqual([
      "/schedules/tou/rules/2 warning",
      "/seasons warning",
      "/seasons warning",
    ]);
    expect(findings[1]?.message.en).toMatch(/no season/);
    expect(findings[2]?.message.en).toMatch(/09-30 lies in summer, winter/);
  });

  it("B9 limits that cross for a large household are found before a bill run meets one", () => {
    const raw = jiangsu();
    raw.charges[1] = {
      type: "energy",
      code: "surcharge",
      label: words("surcharge"),
      tiers: {
        window: "month",
        steps: [{ upTo: "200", price: "0" }, { upTo: "400", price: "0.05" }, { price: "0.30" }],
        household: { above: 4, each: ["100", "0"] },
      },
    } as never;
    const { findings, invariants } = check(raw);
    expect(findings).toMatchObject([{ path: "/charges/1/tiers", severity: "error" }]);
    expect(findings[0]?.remedy.en).toContain("household of 8");
    expect(invariants.find(({ key }) => key === "rising")?.state).toBe("broken");
  });

  it("a tariff that does not compile has that as its one finding", () => {
    const { program, findings } = check(
      jiangsu({
        schedules: {
          tou: { periods: periods("peak", "valley"), rules: [{ period: "peak", times: ["08:00-21:00"] }] },
        },
      }),
    );
    expect(program).toBeUndefined();
    expect(findings).toMatchObject([{ severity: "error" }]);
    expect(findings[0]?.message.en).toContain("says nothing for");
  });

  it("every kind of charge can be tried", () => {
    const { invariants, findings } = check({
      label: words("all"),
      utility: "power",
      currency: "CNY",
      schedules: {
        day: {
          periods: periods("on", "off"),
          rules: [{ period: "on", times: ["08:30-12:00"] }, { period: "off" }],
        },
      },
      quantities: { net: { of: "energy", unit: "kWh", minus: "export", negative: "bank", bankMonths: 12 } },
      charges: [
        {
          type: "standing",
          code: "basic",
          label: words("b"),
          basis: "capacity",
          price: "23",
          per: "month",
          monthDays: "30",
        },
        {
          type: "energy",
          code: "net",
          label: words("n"),
          quantity: "net",
          schedule: "day",
          price: { on: "1", off: "0.4" },
        },
        { type: "energy", code: "market", label: words("m"), price: { series: "spot", plus: "0.02" } },
        {
          type: "demand",
          code: "demand",
          label: words("d"),
          price: "30",
          contract: { floorShare: "1", within: "contract", ceilingShare: "1.05", excessFrom: "ceiling" },
        },
        {
          type: "demand",
          code: "coincident",
          label: words("c"),
          price: "5",
          coincident: { peaks: "system" },
        },
        {
          type: "power-factor",
          code: "pf",
          label: words("p"),
          of: ["basic", "net"],
          standard: "agreement",
          table: "CN-1983",
        },
        { type: "percentage", code: "tax", label: words("t"), of: ["*"], percent: "13" },
        {
          type: "points",
          code: "points",
          label: words("o"),
          earn: { schedule: "day", period: "off", perUnit: "0.1" },
          redeem: { of: ["net"], value: "0.01" },
        },
        {
          type: "limit",
          code: "least",
          label: words("l"),
          of: ["*"],
          bound: "minimum",
          amount: "10",
          per: "month",
        },
      ],
    });
    expect(findings).toEqual([]);
    expect(invariants.every(({ state }) => state === "holds")).toBe(true);
  });
});
