import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManifoldError } from "../kernel/errors.ts";
import { zoneOf } from "../kernel/zone.ts";
import { day } from "./cases/helpers.ts";
import { compileTariff, importUrdb, parseTariff, rateSpan } from "./index.ts";

// Any damage to a tariff ends in an answer of the catalogue with a path, or in a bill: never in a crash, never in NaN.

const words = { "zh-CN": "电", en: "power" };
const native = {
  label: words,
  utility: "power",
  currency: "CNY",
  timezone: "Asia/Shanghai",
  rounding: { line: { place: 2 }, bill: { place: 1 } },
  holidays: { calendar: "CN", dates: ["2026-01-02"] },
  seasons: { summer: [{ from: "05-01", to: "10-31" }] },
  schedules: {
    tou: {
      periods: { peak: words, rest: words },
      rules: [
        { period: "peak", days: ["weekday"], seasons: ["summer"], times: ["08:00-21:00"] },
        { period: "rest" },
      ],
    },
    painted: {
      periods: { a: words },
      matrix: {
        symbols: { x: "a" },
        weekday: new Array(12).fill("x".repeat(24)),
        weekend: new Array(12).fill("x".repeat(24)),
      },
    },
  },
  quantities: { net: { of: "energy", minus: "export", unit: "kWh", times: ["1.02"], dividedBy: "3.6" } },
  charges: [
    {
      type: "energy",
      code: "energy",
      label: words,
      schedule: "tou",
      price: { peak: [{ from: "2020-01-01", value: "0.6" }], rest: "0.3" },
    },
    {
      type: "energy",
      code: "tiers",
      label: words,
      tiers: {
        window: "year",
        household: { above: 4, each: ["100"] },
        steps: [{ upTo: "200", price: "0" }, { price: "0.1" }],
      },
    },
    { type: "energy", code: "painted", label: words, schedule: "painted", price: { a: "0.01" } },
    { type: "standing", code: "fixed", label: words, price: "5", per: "month", seasons: ["summer"] },
    { type: "demand", code: "demand", label: words, price: "2", ratchet: { share: "0.5", months: 11 } },
    {
      type: "percentage",
      code: "tax",
      label: words,
      of: ["energy", "tiers"],
      percent: "13",
      when: "size(agreement) == 0",
    },
    { type: "limit", code: "least", label: words, of: ["*"], bound: "minimum", amount: "1", per: "month" },
  ],
};
const grid = Array.from({ length: 12 }, () => new Array(24).fill(0));
const urdb = {
  name: "n",
  energyratestructure: [[{ max: 100, rate: 0.1, adj: 0.01, unit: "kWh", sell: 0.02 }, { rate: 0.2 }]],
  energyweekdayschedule: grid,
  energyweekendschedule: grid,
  flatdemandstructure: [[{ rate: 3 }]],
  flatdemandmonths: new Array(12).fill(0),
  demandratestructure: [[{ max: 5, rate: 1 }, { rate: 2 }]],
  demandweekdayschedule: grid,
  demandweekendschedule: grid,
  demandratchetpercentage: new Array(12).fill(0.4),
  demandwindow: 15,
  fixedchargefirstmeter: 3,
  fixedchargeunits: "$/month",
  mincharge: 4,
  minchargeunits: "$/day",
  dgrules: "Net Billing Hourly",
};

const junk = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    "",
    "x",
    "NaN",
    "1e400",
    "-5",
    "0",
    0,
    -1,
    1e308,
    Number.NaN,
    true,
    [],
    {},
    [[]],
    "2026-02-30",
    "25:00-26:00",
    "__proto__",
  ),
  fc.string({ maxLength: 12 }),
  fc.integer(),
  fc.double(),
);

/** Every path of a value, so that any of them can be damaged. */
function pathsOf(value: unknown, base: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...base]];
  return [[...base], ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...base, key]))];
}

function damaged(value: unknown, path: readonly string[], by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  const copy: unknown = Array.isArray(value) ? [...value] : { ...(value as object) };
  const record = copy as Record<string, unknown>;
  const replaced = damaged(record[step], rest, by);
  if (replaced === undefined && !Array.isArray(copy)) delete record[step];
  else record[step] = replaced;
  return copy;
}

const first = day("2026-04-20");
const usage = {
  intervals: ["energy", "export"].map((quantity) => ({
    quantity,
    zone: zoneOf("Asia/Shanghai"),
    intervalMinutes: 60,
    exponent: 1,
    kind: "amount" as const,
    days: Array.from({ length: 20 }, (_, at) => ({
      day: first + at,
      values: Array.from({ length: 24 }, (_, hour) => hour + at),
    })),
  })),
};

describe("damaged tariffs", () => {
  for (const [name, whole, read] of [
    ["native", native, (value: unknown) => parseTariff(value)],
    ["rate database", urdb, (value: unknown) => importUrdb(value)],
  ] as const) {
    it(`${name}: an answer with a path, or a bill`, () => {
      const input = { from: first, to: first + 20, usage, repeatYear: true };
      expect(rateSpan(compileTariff(read(whole)), input).total.isPositive).toBe(true);
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.constantFrom(...pathsOf(whole)), junk), { minLength: 1, maxLength: 2 }),
          (damages) => {
            const value = damages.reduce<unknown>(
              (so, [path, by]) => (exists(so, path) ? damaged(so, path, by) : so),
              whole,
            );
            let total: string;
            try {
              total = rateSpan(compileTariff(read(value)), input).total.toString();
            } catch (error) {
              expect(error).toBeInstanceOf(ManifoldError);
              expect((error as ManifoldError).message).not.toMatch(/undefined|\[object/);
              return;
            }
            expect(total).toMatch(/^-?\d+(\.\d+)?$/);
          },
        ),
        { numRuns: 600 },
      );
    });
  }
});

function exists(value: unknown, path: readonly string[]): boolean {
  let at = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null) return false;
    at = (at as Record<string, unknown>)[step];
  }
  return true;
}
