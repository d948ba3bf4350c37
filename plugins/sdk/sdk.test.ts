import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { Decimal } from "#engines/kernel/decimal.ts";
import { extensionPoint } from "./extension-point.ts";
import {
  EXTENSION_POINT_NAMES,
  EXTENSION_POINTS,
  type InputOf,
  type OutputOf,
  type PointInput,
  type PointOutput,
} from "./extension-points.ts";
import { decimal, each } from "./guest.ts";
import { configurationSchema, manifestSchema, manifestSchemaFor } from "./manifest.ts";
import { jsonValue } from "./values.ts";

const words = { "zh-CN": "测试", en: "test" };
const manifest = {
  id: "green-points",
  version: "1.2.0",
  name: words,
  description: words,
  publisher: "Manifold",
  licence: "MIT",
  points: ["bill.check"],
};

describe("the map of extension points", () => {
  test("holds the seventeen names that the platform promises", () => {
    expect(EXTENSION_POINT_NAMES.toSorted()).toEqual(
      [
        "alarm.condition",
        "bill.check",
        "forecast.load",
        "form.lookup",
        "form.validate",
        "import.map",
        "kpi.measure",
        "message.channel",
        "meter.decode",
        "portal.view",
        "reads.estimate",
        "reads.validate",
        "schedule.job",
        "service.action",
        "service.assign",
        "staff.view",
        "tariff.charge",
      ].toSorted(),
    );
  });

  test("what touches money is deterministic and keeps no state", () => {
    for (const name of ["tariff.charge", "bill.check", "reads.estimate"] as const) {
      expect(EXTENSION_POINTS[name]).toMatchObject({ deterministic: true, state: "fresh" });
    }
  });

  test("no input schema lets free members in", () => {
    for (const name of EXTENSION_POINT_NAMES) {
      const schema = z.toJSONSchema(EXTENSION_POINTS[name].input, { unrepresentable: "any", io: "input" });
      expect(schema.additionalProperties, name).toBe(false);
    }
  });

  test("a row types its hook: one item, or a list of them", () => {
    expectTypeOf<PointInput<"tariff.charge">>().toExtend<readonly { currency: string }[]>();
    expectTypeOf<PointInput<"form.validate">>().toExtend<{ form: string }>();
    expectTypeOf<PointOutput<"form.validate">["problems"][number]["field"]>().toEqualTypeOf<string>();
  });

  test("adding a point is adding a row: a toy one gets types, a manifest and the rule of determinism", () => {
    const toy = extensionPoint({
      words,
      input: z.strictObject({ n: z.number() }),
      output: z.strictObject({ twice: z.number() }),
      batched: true,
      deterministic: true,
      state: "fresh",
    });
    const points = { ...EXTENSION_POINTS, "toy.double": toy };
    expectTypeOf<InputOf<(typeof points)["toy.double"]>>().toEqualTypeOf<readonly { n: number }[]>();
    expectTypeOf<OutputOf<(typeof points)["toy.double"]>>().toEqualTypeOf<readonly { twice: number }[]>();
    const schema = manifestSchemaFor(Object.keys(points));
    expect(schema.parse({ ...manifest, points: ["toy.double"] }).points).toEqual(["toy.double"]);
    expect(manifestSchema.safeParse({ ...manifest, points: ["toy.double"] }).success).toBe(false);
    expect(() => extensionPoint({ ...toy, state: "kept" })).toThrow("fresh");
  });
});

describe("the manifest", () => {
  test("takes a plain one and fills in what is left out", () => {
    expect(manifestSchema.parse(manifest)).toMatchObject({ capabilities: [], configuration: [], items: [] });
  });

  test.each([
    [{ id: "Green" }, "id"],
    [{ version: "1.2" }, "version"],
    [{ version: "01.2.3" }, "version"],
    [{ points: [] }, "points"],
    [{ points: ["bill.check", "bill.check"] }, "points"],
    [{ points: ["bill.cheque"] }, "points"],
    [{ capabilities: [{ capability: "log" }] }, "capabilities"],
    [{ surprise: 1 }, ""],
    [{ name: { en: "only English" } }, "name"],
  ])("refuses %j", (change, member) => {
    const answer = manifestSchema.safeParse({ ...manifest, ...change });
    expect(answer.success).toBe(false);
    expect(String(answer.error?.issues[0]?.path[0] ?? "")).toBe(member);
  });

  test("its form checks a configuration", () => {
    const { configuration } = manifestSchema.parse({
      ...manifest,
      configuration: [
        { key: "rate", words, type: "decimal", min: "0", max: "1", required: true },
        {
          key: "classes",
          words,
          type: "choice",
          multiple: true,
          choices: [{ value: "household", words }],
          default: [],
        },
        { key: "note", words, type: "text" },
      ],
    });
    const schema = configurationSchema({ configuration });
    expect(schema.parse({ rate: "0.03" })).toEqual({ rate: "0.03", classes: [] });
    for (const wrong of [
      {},
      { rate: "2" },
      { rate: 0.03 },
      { rate: "0.1", classes: ["x"] },
      { rate: "0.1", y: 1 },
    ]) {
      expect(schema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
    }
  });
});

describe("exact arithmetic inside an isolate", () => {
  const amount = fc
    .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 6 }))
    .map(([units, scale]) => {
      const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
      const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
      return units < 0n ? `-${text}` : text;
    });

  test("agrees with the decimals of the engines", () => {
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 0, max: 4 }), (a, b, places) => {
        const [x, y] = [Decimal.of(a), Decimal.of(b)];
        expect(Decimal.of(decimal.sum(a, b)).compare(x.plus(y))).toBe(0);
        expect(Decimal.of(decimal.times(a, b)).compare(x.times(y))).toBe(0);
        expect(Decimal.of(decimal.round(a, places)).compare(x.round(places, "half-up"))).toBe(0);
        expect(decimal.compare(a, b) - Math.sign(x.compare(y))).toBe(0);
      }),
    );
  });

  test("keeps the number of places that it was asked for", () => {
    expect(decimal.round("2.5", 2)).toBe("2.50");
    expect(decimal.round("-0.005", 2)).toBe("-0.01");
    expect(decimal.sum()).toBe("0");
  });

  test("each answers item by item", () => {
    expect(each((n: number, by: number) => n * by)([1, 2, 3], 2)).toEqual([2, 4, 6]);
  });
});

test("free JSON is bounded in depth", () => {
  const nest = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth)) as unknown;
  expect(jsonValue.safeParse(nest(10)).success).toBe(true);
  expect(jsonValue.safeParse(nest(40)).success).toBe(false);
  expect(jsonValue.safeParse({ a: undefined }).success).toBe(false);
  expect(jsonValue.safeParse(Number.NaN).success).toBe(false);
});
