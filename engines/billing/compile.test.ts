import { describe, expect, it } from "vitest";
import { ManifoldError } from "../kernel/errors.ts";
import { type PlainCharge, periods, tariff } from "./cases/helpers.ts";
import { compileTariff, parseTariff } from "./index.ts";

// A malformed tariff is answered with the path of its first fault and what was expected there.

const words = { "zh-CN": "电", en: "power" };
const good = {
  label: words,
  utility: "power",
  currency: "CNY",
  charges: [{ type: "energy", code: "energy", label: words, price: "0.5" }],
};
const charge = (fields: object) => ({ ...good, charges: [{ ...good.charges[0], ...fields }] });
const steps = (...list: object[]) => charge({ price: undefined, tiers: { window: "month", steps: list } });

describe("malformed tariffs", () => {
  it.each([
    ["a price as a number", charge({ price: 0.5 }), "charges[0].price", "in quotes"],
    ["a price in words", charge({ price: "half" }), "charges[0].price", "decimal"],
    ["a code in capitals", charge({ code: "Energy" }), "charges[0].code", "lower-case"],
    ["an unknown field", { ...good, colour: "red" }, "", "colour"],
    ["an unknown kind of charge", charge({ type: "magic" }), "charges[0].type", "Expected 'energy'"],
    ["neither price nor tiers", charge({ price: undefined }), "charges[0]", "either price or tiers"],
    ["an unknown currency", { ...good, currency: "XYZ" }, "currency", "ISO 4217"],
    ["an unknown zone", { ...good, timezone: "Mars/Base" }, "timezone", "IANA"],
    ["no charge", { ...good, charges: [] }, "charges", ""],
    ["a code twice", { ...good, charges: [good.charges[0], good.charges[0]] }, "charges[1].code", "twice"],
    ["an undeclared season", charge({ seasons: ["summer"] }), "charges[0].seasons[0]", "summer"],
    [
      "a schedule by a name of JavaScript's",
      charge({ schedule: "__proto__" }),
      "charges[0].schedule",
      "lower-case",
    ],
    ["an undeclared schedule", charge({ schedule: "tou" }), "charges[0].schedule", "tou"],
    [
      "a base that no earlier charge has",
      {
        ...good,
        charges: [
          ...good.charges,
          { type: "percentage", code: "tax", label: words, of: ["gas"], percent: "9" },
        ],
      },
      "charges[1].of[0]",
      "gas",
    ],
    [
      "falling dates",
      charge({
        price: [
          { from: "2026-02-01", value: "1" },
          { from: "2026-01-01", value: "2" },
        ],
      }),
      "charges[0].price",
      "rise",
    ],
    [
      "a last step with a limit",
      steps({ upTo: "100", price: "1" }),
      "charges[0].tiers.steps[0].upTo",
      "no upTo",
    ],
    [
      "an open step in the middle",
      steps({ price: "1" }, { price: "2" }),
      "charges[0].tiers.steps[0]",
      "upTo",
    ],
    [
      "overlapping steps",
      steps({ upTo: "100", price: "1" }, { upTo: "90", price: "2" }, { price: "3" }),
      "charges[0].tiers.steps[1].upTo",
      "above",
    ],
    ["a date that does not exist", charge({ from: "2026-02-30" }), "charges[0].from", "date"],
    ["nothing at all", null, "", ""],
  ])("%s", (_, value, path, problem) => {
    let error: unknown;
    try {
      parseTariff(value, { file: "t.yaml" });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ManifoldError);
    const fault = error as ManifoldError;
    expect(fault.code).toBe("TARIFF_INVALID");
    expect(fault.where).toEqual({ file: "t.yaml", path });
    expect(String(fault.params.problem)).toContain(problem);
    expect(fault.wordsIn("zh-CN")).toContain("价目表有误");
  });

  const gaps: [string, PlainCharge, object][] = [
    [
      "a schedule that leaves nights out",
      { type: "energy", code: "e", schedule: "s", price: { day: "1" } },
      {
        schedules: { s: { periods: periods("day"), rules: [{ period: "day", times: ["06:00-22:00"] }] } },
      },
    ],
    [
      "a schedule that leaves August out",
      { type: "energy", code: "e", schedule: "s", price: { day: "1" } },
      {
        schedules: {
          s: {
            periods: periods("day"),
            rules: [{ period: "day", months: [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12] }],
          },
        },
      },
    ],
  ];
  it.each(gaps)("%s is refused when it is compiled", (_, each, rest) => {
    expect(() => tariff([each], rest)).toThrowError(expect.objectContaining({ code: "TARIFF_SCHEDULE_GAP" }));
  });

  it("a period without a price, a condition that cannot be read", () => {
    const schedules = {
      s: {
        periods: periods("peak", "rest"),
        rules: [{ period: "peak", times: ["06:00-22:00"] }, { period: "rest" }],
      },
    };
    expect(() =>
      tariff([{ type: "energy", code: "e", schedule: "s", price: { peak: "1" } }], { schedules }),
    ).toThrowError(expect.objectContaining({ code: "TARIFF_INVALID", where: { path: "charges[0].price" } }));
    expect(() =>
      tariff([{ type: "energy", code: "e", price: "1", when: "agreement.class ==" }]),
    ).toThrowError(
      expect.objectContaining({ code: "EXPRESSION_MALFORMED", where: { path: "charges[0].when" } }),
    );
    expect(() => tariff([{ type: "energy", code: "e", price: "1", when: "1 + 1" }])).toThrowError(
      expect.objectContaining({ code: "EXPRESSION_TYPE" }),
    );
  });

  it("a good one compiles", () => {
    expect(compileTariff(parseTariff(good)).charges).toHaveLength(1);
  });
});
