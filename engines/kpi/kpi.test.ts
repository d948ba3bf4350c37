import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Kpi, kpiSchema } from "#schema/blueprint/kpi/schema.ts";
import { bandOf, compileKpi, figureOf, rollUp } from "./index.ts";

const words = { "zh-CN": "指标", en: "KPI" };
const kpi = (more: object): Kpi =>
  kpiSchema.parse({
    label: words,
    purpose: words,
    dataset: "cases",
    measure: { take: "count" },
    unit: "percent",
    direction: "higher",
    ...more,
  });

const fault = (work: () => unknown): { code: string; path: string | undefined; part: unknown } => {
  try {
    work();
  } catch (error) {
    const { code, where, params } = error as {
      code: string;
      where?: { path?: string };
      params: { part?: unknown };
    };
    return { code, path: where?.path, part: params.part };
  }
  throw new Error("nothing was refused");
};

describe("K2, K3 conditions", () => {
  it("become SQL whose constants are values", () => {
    const program = compileKpi(
      kpi({
        filter: `category == "complaint'; DROP TABLE bill" && closed`,
        measure: { take: "share", where: "minutesToClose <= 1440.0" },
      }),
    );
    expect(program.plan(5)).toEqual({
      filter: `((d."category" = $5::text) AND d."closed")`,
      numerator: `count(*) FILTER (WHERE (d."minutesToClose" <= $6::double precision))`,
      denominator: "count(*)",
      values: ["complaint'; DROP TABLE bill", "1440"],
    });
  });

  it.each([
    ["score + 1.0 > 3.0", "KPI_NOT_TRANSLATABLE", "score + 1.0"],
    [`service.size() > 3`, "KPI_NOT_TRANSLATABLE", "service.size()"],
    [`service < "a"`, "KPI_NOT_TRANSLATABLE", `service < "a"`],
    ["nothing == 1.0", "EXPRESSION_TYPE", undefined],
    ['score == "five"', "EXPRESSION_TYPE", undefined],
    ["score", "EXPRESSION_TYPE", undefined],
    ["closed &&", "EXPRESSION_MALFORMED", undefined],
  ])("%s is refused with its path", (filter, code, part) => {
    expect(fault(() => compileKpi(kpi({ filter })))).toEqual({ code, path: "filter", part });
  });

  it("a measure of what is no number, or a dimension that is none, is refused by the schema", () => {
    const issues = (more: object) => {
      const { success, error } = kpiSchema.safeParse({ ...kpi({}), ...more });
      return success ? [] : error.issues.map(({ path }) => path.join("."));
    };
    expect(issues({ measure: { take: "mean", of: "service" } })).toEqual(["measure.of"]);
    expect(issues({ dimensions: ["score"] })).toEqual(["dimensions.0"]);
    expect(issues({ targets: [{ from: "2026-01-01", good: "0.9", fair: "0.95" }] })).toEqual([
      "targets.0.fair",
    ]);
  });
});

describe("K4, K5 rolling up", () => {
  const parts = fc.array(
    fc.record({ hits: fc.nat(1_000), more: fc.nat(1_000) }).map(({ hits, more }) => ({
      numerator: hits,
      denominator: hits + more,
    })),
    { minLength: 1, maxLength: 12 },
  );

  it("gives what all rows together would have given, never a mean of means", () => {
    fc.assert(
      fc.property(parts, (buckets) => {
        let [hits, rows] = [0, 0];
        for (const { numerator, denominator } of buckets) {
          hits += numerator;
          rows += denominator;
        }
        expect(figureOf(rollUp(buckets))).toBe(rows === 0 ? null : hits / rows);
      }),
    );
    const uneven = [
      { numerator: 1, denominator: 1 },
      { numerator: 0, denominator: 99 },
    ];
    expect(figureOf(rollUp(uneven))).toBe(0.01);
  });

  it("without rows there is nothing to judge", () => {
    expect(figureOf({ numerator: 0, denominator: 0 })).toBeNull();
    expect(bandOf(null, { good: 1, fair: 0 }, "higher")).toBeNull();
    expect(figureOf(rollUp([{ numerator: 7, denominator: null }]))).toBe(7);
  });
});

describe("K6 targets", () => {
  it("hold from their day; the limit itself has reached it", () => {
    const { targetOn } = compileKpi(
      kpi({
        targets: [
          { from: "2025-01-01", good: "0.9", fair: "0.8" },
          { from: "2026-07-01", good: "0.95", fair: "0.9" },
        ],
      }),
    );
    expect(targetOn("2024-12-31")).toBeUndefined();
    expect(targetOn("2026-06-30")).toEqual({ good: 0.9, fair: 0.8 });
    expect(targetOn("2026-07-01")).toEqual({ good: 0.95, fair: 0.9 });
    const target = { good: 0.95, fair: 0.9 };
    expect([0.95, 0.94, 0.9, 0.89].map((figure) => bandOf(figure, target, "higher"))).toEqual([
      "good",
      "fair",
      "fair",
      "missed",
    ]);
    const limit = { good: 30, fair: 45 };
    expect([30, 31, 45, 46].map((figure) => bandOf(figure, limit, "lower"))).toEqual([
      "good",
      "fair",
      "fair",
      "missed",
    ]);
  });
});
