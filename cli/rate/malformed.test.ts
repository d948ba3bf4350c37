import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type RateOptions, rateFiles } from "../commands/rate.ts";
import { errorJson, exitCodeOf } from "../outcome.ts";

// Whatever is wrong with the files of `manifold rate`, the command answers: a bill, or an error with its file, its place
// and what to do. A line that is missing, stands twice or in the wrong place never makes another bill without a word.

const folder = mkdtempSync(path.join(tmpdir(), "manifold-malformed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | object): string {
  const at = path.join(folder, name);
  writeFileSync(at, typeof content === "string" ? content : JSON.stringify(content));
  return at;
}

const words = { "zh-CN": "电", en: "power" };
const timeOfUse = {
  periods: { peak: words, rest: words },
  rules: [{ period: "peak", times: ["08:00-20:00"] }, { period: "rest" }],
};
const charge = (fields: object) => ({ label: words, ...fields });
const whole = {
  label: words,
  utility: "power",
  currency: "CNY",
  timezone: "Asia/Shanghai",
  schedules: { tou: timeOfUse },
  charges: [
    charge({ type: "energy", code: "energy", schedule: "tou", price: { peak: "0.9", rest: "0.3" } }),
    charge({
      type: "energy",
      code: "tiers",
      tiers: {
        window: "year",
        household: { above: 4, each: ["10"] },
        steps: [{ upTo: "40", price: "0" }, { price: "0.1" }],
      },
    }),
    charge({ type: "energy", code: "market", price: { series: "spot", times: "1.02" } }),
    charge({ type: "standing", code: "basic", basis: "capacity", price: "2", per: "month" }),
    charge({ type: "demand", code: "peak", price: "3", coincident: { peaks: "system" } }),
    charge({
      type: "power-factor",
      code: "factor",
      of: ["energy"],
      standard: "agreement",
      table: "CN-1983",
      optional: true,
    }),
  ],
};
const flat = {
  ...whole,
  charges: [charge({ type: "energy", code: "energy", schedule: "tou", price: { peak: "0.9", rest: "0.3" } })],
};
const agreement = {
  billingDay: 1,
  start: "2025-09-01",
  attributes: { class: "residential", tags: ["low-income"] },
  capacity: [
    { from: "2026-01-01", value: "630" },
    { from: "2026-03-02", value: 315 },
  ],
  persons: 5,
  numbers: { calorificValue: "39.5" },
  powerFactorStandard: "0.90",
  opening: { energy: "30" },
  peaks: [{ month: "2025-07", value: "420" }],
  quantityRules: [{ kind: "loss-share", quantity: "energy", share: "0.025" }],
  yearStart: "07-01",
};
const clock = (hour: number) =>
  `2026-03-0${1 + Math.floor(hour / 24)}T${String(hour % 24).padStart(2, "0")}:00`;
const table = (head: string, count: number, row: (at: number) => string) =>
  [head, ...Array.from({ length: count }, (_, at) => row(at))].join("\n");
const shortForm = table("start,value", 48, (at) => `${clock(at)},${1 + (at % 7)}`);
const prices = table("start,price", 48, (at) => `${clock(at)},0.${at + 10}`);
const peaks = "time\n2026-03-01T09:30\n2026-03-01T18:15\n2026-03-02T18:30";

const names = { tariff: file("tariff.json", whole), flat: file("flat.json", flat) };

/** Rates with the files given by text; a report, or what the process would print and its exit code. */
function outcome(
  texts: Partial<Record<"usage" | "agreement" | "prices" | "peaks" | "tariff", string>>,
  more: Partial<RateOptions> = {},
) {
  try {
    const report = rateFiles({
      tariff: texts.tariff ?? names.tariff,
      usage: file("usage.csv", texts.usage ?? shortForm),
      ...(texts.tariff === undefined
        ? {
            agreement: file("agreement.json", texts.agreement ?? JSON.stringify(agreement)),
            series: [`spot=${file("prices.csv", texts.prices ?? prices)}`],
            peaks: [`system=${file("peaks.csv", texts.peaks ?? peaks)}`],
          }
        : {}),
      multiplier: "1",
      ...more,
    });
    for (const text of [report.annualTotal, ...report.bills.map(({ total }) => total)])
      expect(text).toMatch(/^-?\d+(\.\d+)?$/);
    return { exit: 0, total: report.annualTotal, warnings: report.warnings.length };
  } catch (error) {
    const told = JSON.parse(errorJson(error)).error as Record<string, unknown>;
    const exit = exitCodeOf(error);
    const message = String(told.message);
    expect(message).not.toMatch(/undefined|NaN|\[object|call stack|Cannot read/);
    if (exit === 2) expect(told.code).toBe("WRONG_USAGE");
    else {
      expect(exit).toBe(1);
      expect(told.code).not.toBe("UNEXPECTED");
      expect(String(told.remedy ?? "").length, String(told.code)).toBeGreaterThan(8);
      const ofFile = /^(FILE_|AGREEMENT_INVALID|USAGE_(FIELD|COLUMNS|ORDER|CLOCK|FORMAT|OVERLAP|HOLES))/;
      if (ofFile.test(String(told.code))) expect(told.where).toHaveProperty("file");
    }
    return { exit, code: told.code, where: told.where };
  }
}

const scribble = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom(
    "\n",
    ",",
    '"',
    "\u0000",
    "9".repeat(300),
    "-",
    "1800-01-01",
    "2026-13-45",
    "1e999",
    "]",
    "{",
    "null",
    "\uFEFF",
    "T25:00",
    "-0",
  ),
);

/** Cuts and inserts at up to four places. */
const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 10 }), scribble), { minLength: 1, maxLength: 4 });
function edited(text: string, changes: readonly (readonly [number, number, string])[]): string {
  return changes.reduce((so, [at, cut, insert]) => {
    const from = at % (so.length + 1);
    return so.slice(0, from) + insert + so.slice(from + cut);
  }, text);
}

describe("damaged files of manifold rate", () => {
  it("whole ones make a bill", () => {
    expect(outcome({})).toMatchObject({ exit: 0, warnings: 0 });
  });

  it.each([
    ["agreement", JSON.stringify(agreement)],
    ["prices", prices],
    ["peaks", peaks],
    ["usage", shortForm],
  ] as const)(
    "%s, cut, spliced and scribbled on: a bill, or an answer with its file and a remedy",
    (name, text) => {
      fc.assert(
        fc.property(edits, (changes) => {
          outcome({ [name]: edited(text, changes) });
        }),
        { numRuns: 100 },
      );
    },
  );

  it("an agreement with anything anywhere: a bill, or an answer with the path", () => {
    const places = (value: unknown, at: readonly string[] = []): string[][] =>
      typeof value !== "object" || value === null
        ? [[...at]]
        : [[...at], ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key]))];
    const junk = fc.oneof(
      fc.constantFrom(
        null,
        "",
        "x",
        "NaN",
        "1e400",
        "-5",
        0,
        -1,
        1e308,
        true,
        [],
        {},
        [[]],
        "2026-02-30",
        "__proto__",
        2.5,
      ),
      fc.string({ maxLength: 8 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places(agreement).slice(1)), junk, (place, value) => {
        const copy = structuredClone(agreement) as unknown as Record<string, unknown>;
        const parent = place
          .slice(0, -1)
          .reduce<unknown>((so, key) => (so as Record<string, unknown>)[key], copy);
        (parent as Record<string, unknown>)[place.at(-1) as string] = value;
        const answer = outcome({ agreement: JSON.stringify(copy) });
        if (answer.code === "AGREEMENT_INVALID")
          expect(String((answer.where as { path: string }).path)).toContain(place[0]);
      }),
      { numRuns: 150 },
    );
  });

  const offset = (hour: number) => Date.parse("2026-02-28T16:00:00Z") / 1000 + hour * 3600;
  const reading = (at: number) =>
    `<e:IntervalReading><e:timePeriod><e:duration>3600</e:duration><e:start>${offset(at)}</e:start></e:timePeriod><e:value>${1000 + at}</e:value></e:IntervalReading>`;
  const feed = [
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:e="http://naesb.org/espi"><entry><link rel="self" href="a/ReadingType/1"/><content><e:ReadingType><e:uom>72</e:uom></e:ReadingType></content></entry><entry><link rel="self" href="a/IntervalBlock/1"/><content><e:IntervalBlock>',
    ...Array.from({ length: 48 }, (_, at) => reading(at)),
    "</e:IntervalBlock></content></entry></feed>",
  ].join("\n");
  const months = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"];
  const between = { from: "2026-03-01", to: "2026-03-03" };
  const quarter = { from: months[0] as string, to: months[3] as string };
  const china = { timezone: "Asia/Shanghai" };

  it.each([
    ["start,value", shortForm, { ...between }, ["drop", "double", "swap"]],
    [
      "start,end,channel,quantity,unit",
      table("start,end,channel,quantity,unit", 47, (at) => `${clock(at)},${clock(at + 1)},import,${at},kWh`),
      { from: "2026-03-01T00:00", to: "2026-03-02T23:00" },
      ["drop", "double", "swap"],
    ],
    [
      "amounts by month",
      table(
        "start,end,channel,quantity,unit",
        3,
        (at) => `${months[at]},${months[at + 1]},import,${100 + at},kWh`,
      ).replaceAll(/(.*),import,(\d+),kWh/g, "$1,import.peak,$2,kWh\n$1,import.rest,9$2,kWh"),
      quarter,
      ["drop", "double", "swap"],
    ],
    [
      "register indices",
      [
        "time,register,index",
        ...months.flatMap((day, at) => [`${day},peak,${100 + at * 31}`, `${day},rest,${7 + at * 11}`]),
      ].join("\n"),
      quarter,
      ["drop", "double", "swap"],
    ],
    ["Green Button", feed, { ...between, ...china }, ["drop", "double", "swap"]],
  ] as const)(
    "a line of %s that is missing, stands twice or in the wrong place: refused, said, or the same bill",
    (_, text, span, kinds) => {
      const lines = text.split("\n");
      const right = outcome({ tariff: names.flat, usage: text }, span);
      expect(right).toMatchObject({ exit: 0, warnings: 0 });
      for (const kind of kinds) {
        for (let at = 1; at < lines.length - (text.startsWith("<") ? 1 : 0); at++) {
          const changed = [...lines];
          if (kind === "drop") changed.splice(at, 1);
          else if (kind === "double") changed.splice(at, 0, lines[at] as string);
          else if (at + 1 < lines.length - (text.startsWith("<") ? 1 : 0))
            [changed[at], changed[at + 1]] = [lines[at + 1] as string, lines[at] as string];
          const answer = outcome({ tariff: names.flat, usage: changed.join("\n") }, span);
          if (answer.exit === 0 && answer.warnings === 0)
            expect(`${kind} ${at}: ${answer.total}`).toBe(`${kind} ${at}: ${right.total}`);
        }
      }
    },
  );

  it.each([
    ["prices", prices, ["drop", "double", "swap"]],
    ["peaks", peaks, ["double", "swap"]],
  ] as const)(
    "a line of %s that is missing, stands twice or in the wrong place is refused",
    (name, text, kinds) => {
      const lines = text.split("\n");
      for (const kind of kinds) {
        for (let at = 1; at < lines.length - 1; at++) {
          const changed = [...lines];
          if (kind === "drop") changed.splice(at, 1);
          else if (kind === "double") changed.splice(at, 0, lines[at] as string);
          else [changed[at], changed[at + 1]] = [lines[at + 1] as string, lines[at] as string];
          expect(outcome({ [name]: changed.join("\n") })).toMatchObject({ exit: 1 });
        }
      }
      expect(outcome({ [name]: lines[0] as string })).toMatchObject({ exit: 1, code: "USAGE_EMPTY" });
    },
  );

  it.each([
    [
      "two values of one day",
      {
        capacity: [
          { from: "2026-01-01", value: 1 },
          { from: "2026-01-01", value: 2 },
        ],
      },
      "capacity",
    ],
    ["less than nothing", { persons: -2 }, "persons"],
    [
      "two and a half percent as 2.5",
      { quantityRules: [{ kind: "loss-share", quantity: "energy", share: "2.5" }] },
      "quantityRules[0].share",
    ],
    [
      "a rule nobody knows",
      { quantityRules: [{ kind: "more", quantity: "energy" }] },
      "quantityRules[0].kind",
    ],
    ["a field nobody knows", { capcity: 5 }, ""],
  ])("an agreement with %s: refused with its path", (_, fields, at) => {
    expect(outcome({ agreement: JSON.stringify({ ...agreement, ...fields }) })).toMatchObject({
      exit: 1,
      code: "AGREEMENT_INVALID",
      where: { path: at },
    });
  });

  it("what an agreement states and no charge can mean is said", () => {
    const misspelt = {
      ...agreement,
      opening: { enrgy: "2500" },
      quantityRules: [{ kind: "share", quantity: "engery", share: "0.4" }],
    };
    expect(outcome({ agreement: JSON.stringify(misspelt) })).toMatchObject({ exit: 0, warnings: 2 });
  });

  it.each([
    [
      "a mistyped year",
      {
        usage:
          "start,end,channel,quantity,unit\n1990-03-01T00:00,1990-03-01T00:01,import,1,kWh\n2026-03-01T00:00,2026-03-01T00:01,import,1,kWh\n",
      },
      "USAGE_TOO_SPARSE",
    ],
    ["JSON nested without end", { agreement: "[".repeat(100_000) + "]".repeat(100_000) }, "FILE_MALFORMED"],
    [
      "a time before all clocks",
      { prices: prices.replace("2026-03-01T00:00", "1800-01-01T00:00") },
      "USAGE_FIELD",
    ],
  ])("%s is answered at once", (_, texts, code) => {
    const began = performance.now();
    expect(outcome(texts)).toMatchObject({ exit: 1, code });
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it("YAML nested without end is answered at once", () => {
    for (const text of [
      "- ".repeat(5000),
      Array.from({ length: 1500 }, (_, at) => `${" ".repeat(at)}a:`).join("\n"),
    ]) {
      const began = performance.now();
      expect(outcome({ tariff: file("deep.yaml", text) })).toMatchObject({ exit: 1, code: "FILE_MALFORMED" });
      expect(performance.now() - began).toBeLessThan(2000);
    }
  });
});
