import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkBlueprint, hasErrors, type PastItem } from "./check.ts";
import { wordsSchema } from "./common.ts";
import type { Item, JsonObject } from "./item.ts";
import { defineKind } from "./kind.ts";
import { itemKinds } from "./kinds.ts";
import type { Problem } from "./problem.ts";

// A kind that exists in this test only. All that its checks need stands here: nothing else in the product knows it.
const surveyKind = defineKind({
  kind: "survey",
  label: { "zh-CN": "问卷", en: "Survey" },
  schema: z.strictObject({
    title: wordsSchema,
    questions: z.array(
      z.strictObject({ id: z.string(), type: z.enum(["text", "number"]), when: z.string().optional() }),
    ),
    mentions: z.strictObject({ survey: z.string(), question: z.string() }).optional(),
  }),
  references: ({ mentions }) =>
    mentions === undefined
      ? []
      : [{ kind: "survey", key: mentions.survey, field: mentions.question, path: "/mentions" }],
  words: () => [],
  expressions: ({ questions }) =>
    questions.flatMap(({ when }, at) =>
      when === undefined
        ? []
        : [
            {
              language: "cel",
              source: when,
              path: `/questions/${at}/when`,
              variables: {
                answer: Object.fromEntries(
                  questions.map(({ id, type }) => [id, type === "text" ? "string" : "double"]),
                ),
              },
              expects: "bool",
            },
          ],
    ),
  check: ({ questions }) =>
    questions.length > 0
      ? []
      : [
          {
            path: "/questions",
            message: { "zh-CN": "没有问题", en: "asks nothing" },
            remedy: { "zh-CN": "添加一个问题", en: "add a question" },
            severity: "warning",
          },
        ],
  fields: ({ questions }) => questions.map(({ id, type }, at) => ({ id, type, path: `/questions/${at}` })),
});
const kinds = { ...itemKinds, survey: surveyKind };
const title = { "zh-CN": "满意度", en: "Satisfaction" };
const survey = (key: string, content: JsonObject): Item => ({
  kind: "survey",
  key,
  content: { title, ...content },
});
const problemsOf = (own: readonly Item[], more: { past?: readonly PastItem[] } = {}): readonly Problem[] =>
  checkBlueprint({ upper: [], own, ...more }, { kinds }).problems;
const brief = (problems: readonly Problem[]) => problems.map(({ item, path, code }) => [item, path, code]);

describe("the check of a set of items", () => {
  it("passes what is right", () => {
    expect(
      problemsOf([survey("a", { questions: [{ id: "stars", type: "number", when: "answer.stars > 3.0" }] })]),
    ).toEqual([]);
  });

  it("C1: finds faults of the schema, each with its path and both languages", () => {
    const [problem, ...more] = problemsOf([survey("a", { questions: [{ id: "x", type: "date" }] })]);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      item: "survey/a",
      path: "/questions/0/type",
      code: "ITEM_INVALID",
      severity: "error",
    });
    expect(problem?.message.en).toMatch(/text.*number/);
    expect(problem?.message["zh-CN"]).toMatch(/无效|期望/);
    expect(problem?.remedy.en).not.toBe("");
    expect(problem?.remedy["zh-CN"]).not.toBe("");
  });

  it("C2: finds a wrong type in an expression of a kind that the platform does not know", () => {
    const problems = problemsOf([
      survey("a", {
        questions: [
          { id: "name", type: "text", when: "answer.name > 3.0" },
          { id: "stars", type: "number", when: "answer.moons > 3.0" },
          { id: "more", type: "number", when: "answer.stars +" },
          { id: "last", type: "number", when: "answer.stars" },
        ],
      }),
    ]);
    expect(brief(problems)).toEqual([
      ["survey/a", "/questions/0/when", "EXPRESSION_TYPE"],
      ["survey/a", "/questions/1/when", "EXPRESSION_TYPE"],
      ["survey/a", "/questions/2/when", "EXPRESSION_MALFORMED"],
      ["survey/a", "/questions/3/when", "EXPRESSION_TYPE"],
    ]);
  });

  it("C1: asks the kind itself, whose warnings stand in nobody's way", () => {
    const problems = problemsOf([survey("a", { questions: [] })]);
    expect(brief(problems)).toEqual([["survey/a", "/questions", "KIND_FINDING"]]);
    expect(hasErrors(problems)).toBe(false);
  });

  it("C3: holds a field to its type through every release, and lets a removed field's id rest", () => {
    const past = [
      {
        ...survey("a", {
          questions: [
            { id: "stars", type: "number" },
            { id: "old", type: "text" },
          ],
        }),
        release: 1,
      },
      { ...survey("a", { questions: [] }), release: 2 },
    ];
    const changed = problemsOf([survey("a", { questions: [{ id: "stars", type: "text" }] })], { past });
    expect(brief(changed)).toEqual([["survey/a", "/questions/0", "FIELD_TYPE_CHANGED"]]);
    expect(changed[0]?.message.en).toContain("release 1");
    expect(problemsOf([survey("a", { questions: [{ id: "stars", type: "number" }] })], { past })).toEqual([]);
  });

  it("C4: finds a mention of a field that was removed", () => {
    const mention = survey("b", {
      questions: [{ id: "q", type: "text" }],
      mentions: { survey: "a", question: "gone" },
    });
    const problems = problemsOf([survey("a", { questions: [{ id: "stars", type: "number" }] }), mention]);
    expect(brief(problems)).toEqual([["survey/b", "/mentions", "FIELD_MISSING"]]);
    expect(problems[0]?.message.en).toContain("stars");
  });

  it("H6: finds a mention of an item that is not there", () => {
    const mention = survey("b", {
      questions: [{ id: "q", type: "text" }],
      mentions: { survey: "a", question: "x" },
    });
    expect(brief(problemsOf([mention]))).toEqual([["survey/b", "/mentions", "REFERENCE_MISSING"]]);
  });

  it("C6: refuses kinds, keys and twins that cannot be", () => {
    const right = survey("a", { questions: [{ id: "q", type: "text" }] });
    expect(
      brief(problemsOf([{ ...right, kind: "__proto__" }, { ...right, key: "A b" }, right, right])),
    ).toEqual([
      ["__proto__/a", "/", "KIND_UNKNOWN"],
      ["survey/A b", "/", "PACK_KEY_MALFORMED"],
      ["survey/a", "/", "ITEM_TWICE"],
    ]);
  });

  it("C5: looks at changed items only, once they have been published", () => {
    const wrong = survey("a", { questions: [{ id: "x", type: "text", when: "answer.x > 1.0" }] });
    const { items } = checkBlueprint({ upper: [], own: [wrong] }, { kinds });
    let compiled = 0;
    const again = checkBlueprint(
      { upper: [], own: [wrong], inForce: items },
      { kinds, compile: () => void compiled++ },
    );
    expect(again.problems).toEqual([]);
    expect(compiled).toBe(0);
  });

  it("C5: compiles what is changed", () => {
    const compiled: string[] = [];
    checkBlueprint(
      { upper: [], own: [survey("a", { questions: [{ id: "x", type: "text" }] })] },
      { kinds, compile: ({ key }) => void compiled.push(key) },
    );
    expect(compiled).toEqual(["a"]);
  });
});

describe("the check of the product's kinds", () => {
  const label = { "zh-CN": "价", en: "Price" };
  const flat = (charges: JsonObject[], more: JsonObject = {}): Item => ({
    kind: "tariff",
    key: "flat",
    content: { label, utility: "power", currency: "CNY", charges, ...more },
  });
  const energy = (more: JsonObject): JsonObject => ({
    type: "energy",
    code: "energy",
    label,
    price: "0.5",
    ...more,
  });

  it("types the condition of a charge", () => {
    const problems = problemsOf([
      flat([energy({ when: "agreement.kind + 1" }), energy({ code: "b", when: "tarif.x" })]),
    ]);
    expect(brief(problems).map(([, path, code]) => [path, code])).toContainEqual([
      "/charges/1/when",
      "EXPRESSION_TYPE",
    ]);
  });

  it("finds a charge that ends before it begins, and a price that begins after its charge", () => {
    const problems = problemsOf([
      flat([
        energy({ from: "2026-05-01", until: "2026-04-01" }),
        energy({ code: "late", from: "2026-01-01", price: [{ from: "2026-02-01", value: "1" }] }),
      ]),
    ]);
    expect(brief(problems)).toEqual([
      ["tariff/flat", "/charges/0/until", "KIND_FINDING"],
      ["tariff/flat", "/charges/1/price", "KIND_FINDING"],
    ]);
  });

  it("finds dated step limits that do not rise", () => {
    const steps = [
      {
        upTo: [
          { from: "2020-01-01", value: "100" },
          { from: "2026-07-01", value: "300" },
        ],
        price: "1",
      },
      { upTo: "200", price: "2" },
      { price: "3" },
    ];
    const problems = problemsOf([
      flat([{ type: "energy", code: "e", label, tiers: { window: "month", steps } }]),
    ]);
    expect(problems).toMatchObject([{ path: "/charges/0/tiers/steps/1/upTo", severity: "error" }]);
    expect(problems[0]?.message.en).toContain("2026-07-01");
  });

  it("finds days between two charges on which neither holds", () => {
    const problems = problemsOf([
      flat([energy({ until: "2026-01-01" }), energy({ code: "new", from: "2026-02-01" })]),
    ]);
    expect(problems).toMatchObject([{ path: "/charges/1/from", severity: "warning" }]);
    expect(
      problemsOf([flat([energy({ until: "2026-01-01" }), energy({ code: "new", from: "2026-01-01" })])]),
    ).toEqual([]);
  });

  it("finds days of no season and of two", () => {
    const seasonal = (summer: string, winter: string) =>
      flat([energy({ seasons: ["summer"] }), energy({ code: "w", seasons: ["winter"] })], {
        seasons: { summer: [{ from: "06-01", to: summer }], winter: [{ from: winter, to: "05-31" }] },
      });
    expect(problemsOf([seasonal("09-30", "10-01")])).toEqual([]);
    expect(problemsOf([seasonal("09-30", "10-15")])).toMatchObject([{ path: "/seasons", severity: "error" }]);
    expect(problemsOf([seasonal("09-30", "09-15")])).toMatchObject([
      { path: "/seasons/winter", severity: "warning" },
    ]);
  });

  it("finds rules of a schedule that nothing reaches", () => {
    const periods = { peak: label, flat: label };
    const rules = [{ period: "flat" }, { period: "peak", times: ["08:00-12:00"] }];
    const problems = problemsOf([
      flat([energy({ schedule: "tou", price: { peak: "1", flat: "0.5" } })], {
        schedules: { tou: { periods, rules } },
      }),
    ]);
    expect(problems).toMatchObject([{ path: "/schedules/tou/rules/1", severity: "warning" }]);
  });
});
