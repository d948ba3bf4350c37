import { describe, expect, it } from "vitest";
import { RESERVED_NAMES } from "#schema/blueprint/form/field.ts";
import { masked, mergeSubmitted, valueFor } from "./access.ts";
import { compileForm, faultsOfForm } from "./compile.ts";
import type { FormEnvironment, FormValue } from "./program.ts";
import { ENVIRONMENT, formOf, sixtyFields, words } from "./samples.ts";
import { stateOf, withDefaults } from "./state.ts";
import { acceptSubmission, validateForm } from "./validate.ts";

const options = (...codes: string[]) => codes.map((code) => ({ code, label: words(code) }));
const ID = "0190a000-0000-7000-8000-000000000001";

function look(
  fields: Record<string, unknown>[],
  value: FormValue,
  environment: FormEnvironment = ENVIRONMENT,
) {
  const program = compileForm(formOf(fields));
  const state = stateOf(program, value, environment);
  const states = [...state.fields.values()];
  return {
    shown: states.filter(({ shown }) => shown).map(({ path }) => path),
    required: states.filter(({ required }) => required).map(({ path }) => path),
    readOnly: states.filter(({ readOnly }) => readOnly).map(({ path }) => path),
    value: state.value,
    faults: validateForm(program, value, environment).map(({ code, where }) => [code, where?.path]),
  };
}

describe("values and conditions", () => {
  const leak = [
    { id: "leak", type: "yesNo", required: true },
    { id: "ppm", type: "number", decimals: 1, showWhen: "leak", requiredWhen: "leak" },
    { id: "action", type: "text", showWhen: "ppm > 50", required: true },
  ];

  it("F1 F6 shows and asks by conditions that build on one another", () => {
    expect(look(leak, {}).shown).toEqual(["leak"]);
    expect(look(leak, { leak: true }).faults).toEqual([["FORM_VALUE_REQUIRED", "ppm"]]);
    expect(look(leak, { leak: true, ppm: "60" }).faults).toEqual([["FORM_VALUE_REQUIRED", "action"]]);
    // The value of a field that is hidden does not count any more.
    expect(look(leak, { leak: false, ppm: "60" })).toMatchObject({ shown: ["leak"], faults: [] });
  });

  it("F1 a field is shown only while its step and its section are", () => {
    const form = formOf(
      [
        { id: "kind", type: "choice", options: options("leak", "meter"), section: "first" },
        { id: "ppm", type: "number", section: "second", required: true },
      ],
      {
        steps: [
          { id: "one", label: words("1") },
          { id: "two", label: words("2"), showWhen: "kind == 'leak'" },
        ],
        sections: [
          { id: "first", step: "one" },
          { id: "second", step: "two" },
        ],
      },
    );
    const program = compileForm(form);
    expect(validateForm(program, { kind: "meter" }, ENVIRONMENT)).toEqual([]);
    expect(validateForm(program, { kind: "leak" }, ENVIRONMENT)).toHaveLength(1);
    expect(program.schema.required).toBeUndefined();
  });

  it("F2 what is unknown decides nothing, false and 0 are known", () => {
    const fields = [
      { id: "a", type: "number" },
      { id: "b", type: "yesNo" },
      { id: "high", type: "note", text: words("!"), showWhen: "a > 0" },
      { id: "zero", type: "note", text: words("!"), showWhen: "a == 0" },
      { id: "either", type: "note", text: words("!"), showWhen: "a > 0 || b == false" },
      { id: "both", type: "note", text: words("!"), showWhen: "!(a > 0 && b)" },
      { id: "empty", type: "note", text: words("!"), showWhen: "!filled.a" },
    ];
    expect(look(fields, {}).shown).toEqual(["a", "b", "empty"]);
    expect(look(fields, { b: false }).shown).toEqual(["a", "b", "either", "both", "empty"]);
    expect(look(fields, { a: "0" }).shown).toEqual(["a", "b", "zero", "both"]);
  });

  it("F3 F5 amounts are exact, literals too, and rounded half up once", () => {
    const fields = [
      { id: "price", type: "money", decimals: 3 },
      { id: "count", type: "number" },
      { id: "total", type: "computed", result: "money", value: "price * count * 1.005" },
    ];
    // In doubles 1 × 1.005 rounds to 1.00.
    expect(look(fields, { price: "1", count: "1", total: "9" }).value.total).toBe("1.01");
    expect(look(fields, { price: "0.1", count: "3" }).value.total).toBe("0.30");
    expect(look(fields, { count: "1", total: "9" }).value).toEqual({ count: "1" });
  });

  it("F3 a group is a list of its rows; a row sees itself before the form", () => {
    const fields = [
      { id: "rate", type: "number", decimals: 2 },
      {
        id: "parts",
        type: "group",
        fields: [
          { id: "count", type: "number", required: true },
          { id: "price", type: "money", requiredWhen: "count > 1" },
          { id: "amount", type: "computed", result: "money", value: "count * price * rate" },
        ],
      },
      { id: "sum", type: "computed", result: "money", value: "sum(parts.map(p, p.amount))" },
    ];
    const seen = look(fields, {
      rate: "2",
      parts: [
        { count: "1", price: "2.5" },
        { count: "3", price: "1.00" },
      ],
    });
    expect(seen.value.sum).toBe("11.00");
    expect(seen.required).toEqual(["parts.0.count", "parts.1.count", "parts.1.price"]);
    expect(look(fields, { parts: [{ count: "2" }, {}] }).faults).toEqual([
      ["FORM_VALUE_REQUIRED", "parts.0.price"],
      ["FORM_VALUE_REQUIRED", "parts.1.count"],
    ]);
  });

  it("F4 works fields out in dependency order, whatever order they stand in, and refuses circles", () => {
    const fields = [
      { id: "c", type: "computed", result: "number", value: "b + 1" },
      { id: "b", type: "computed", result: "number", value: "a + 1" },
      { id: "a", type: "number" },
    ];
    expect(look(fields, { a: "1" }).value).toMatchObject({ b: "2.00", c: "3.00" });
    const circle = formOf([
      { id: "a", type: "text", showWhen: "filled.b" },
      { id: "b", type: "text", showWhen: "c == 'x'" },
      { id: "c", type: "text", showWhen: "a == 'x'" },
    ]);
    const [fault] = faultsOfForm(circle);
    expect([fault?.code, fault?.params.cycle, fault?.where]).toEqual([
      "FORM_CYCLE",
      "a → b → c → a",
      { path: "/fields/0" },
    ]);
    // A field may be required by what depends on it.
    expect(
      faultsOfForm(
        formOf([
          { id: "a", type: "text", requiredWhen: "filled.b" },
          { id: "b", type: "text", showWhen: "filled.a" },
        ]),
      ),
    ).toEqual([]);
  });

  it("F7 fills defaults, literal ones before formulas, and never over a value", () => {
    const program = compileForm(
      formOf([
        { id: "phone", type: "text", defaultFrom: "context.phone" },
        { id: "copy", type: "text", defaultFrom: "kind + '!'" },
        { id: "kind", type: "choice", options: options("a", "b"), default: "a" },
        { id: "day", type: "date", defaultFrom: "context.today" },
        { id: "meter", type: "text", defaultFrom: "context.meterNumber" },
        { id: "place", type: "address", defaultFrom: "context.phone" },
      ]),
    );
    expect(withDefaults(program, { day: "2026-01-01" }, ENVIRONMENT)).toEqual({
      phone: "13800000101",
      copy: "a!",
      kind: "a",
      day: "2026-01-01",
      place: { text: "13800000101" },
    });
    const [fault] = faultsOfForm(formOf([{ id: "n", type: "number", max: "3", default: "4" }]));
    expect([fault?.code, fault?.where?.path]).toEqual(["FORM_DEFAULT_INVALID", "/fields/0/default"]);
  });

  it.each([
    ["a name that is not there", { showWhen: "gone == 1" }, "EXPRESSION_TYPE"],
    ["a type that does not fit", { showWhen: "n > 'x'" }, "EXPRESSION_TYPE"],
    ["no condition", { requiredWhen: "n + 1" }, "EXPRESSION_TYPE"],
    ["no expression", { readOnlyWhen: "n >" }, "EXPRESSION_MALFORMED"],
    ["a default of another type", { defaultFrom: "true" }, "EXPRESSION_TYPE"],
  ])("names path and cause of %s", (_, property, code) => {
    const form = formOf([
      { id: "n", type: "number" },
      { id: "t", type: "text", ...property },
    ]);
    const [fault] = faultsOfForm(form);
    expect([fault?.code, fault?.where?.path]).toEqual([code, `/fields/1/${Object.keys(property)[0]}`]);
  });

  it("takes every name as a field id that its schema lets through", () => {
    for (const id of [
      "size",
      "has",
      "matches",
      "all",
      "round",
      "sum",
      "min",
      "has",
      "p",
      "name",
      "toString",
      "valueOf",
    ])
      expect(
        look(
          [
            { id, type: "number" },
            { id: "z", type: "note", text: words("!"), showWhen: `${id} > 1` },
          ],
          { [id]: "2" },
        ).shown,
      ).toEqual([id, "z"]);
    for (const id of RESERVED_NAMES) expect(() => formOf([{ id, type: "text" }])).toThrow();
  });
});

describe("checking", () => {
  it.each([
    ["text", { type: "text", maxLength: 2 }, "abc", "FORM_TEXT_LONG"],
    ["V2 text counted in characters", { type: "text", maxLength: 2 }, "👍👍", undefined],
    ["text too short", { type: "text", minLength: 3 }, "ab", "FORM_TEXT_SHORT"],
    [
      "pattern",
      { type: "text", pattern: { regex: "1\\d{10}", hint: words("11 digits") } },
      "138000001019",
      "FORM_TEXT_PATTERN",
    ],
    [
      "pattern that fits",
      { type: "text", pattern: { regex: "1\\d{10}", hint: words("11 digits") } },
      "13800000101",
      undefined,
    ],
    ["number as text", { type: "number" }, "12a", "FORM_VALUE_MALFORMED"],
    ["number as number", { type: "number" }, 12, "FORM_VALUE_MALFORMED"],
    ["places", { type: "number", decimals: 1 }, "1.25", "FORM_DECIMALS"],
    ["minimum", { type: "money", min: "0.01" }, "0", "FORM_BELOW_MINIMUM"],
    [
      "maximum",
      { type: "number", max: "99999999999999999999" },
      "100000000000000000000",
      "FORM_ABOVE_MAXIMUM",
    ],
    ["day", { type: "date" }, "2026-02-30", "FORM_VALUE_MALFORMED"],
    ["day after today", { type: "date", max: "today" }, "2026-11-26", "FORM_TOO_LATE"],
    ["today", { type: "date", max: "today" }, "2026-11-25", undefined],
    ["time", { type: "time" }, "24:00", "FORM_VALUE_MALFORMED"],
    ["time before", { type: "time", min: "08:00" }, "07:59", "FORM_TOO_EARLY"],
    ["instant without offset", { type: "dateTime" }, "2026-11-25T10:00", "FORM_VALUE_MALFORMED"],
    ["instant in the future", { type: "dateTime", max: "now" }, "2026-11-25T10:00:01+08:00", "FORM_TOO_LATE"],
    ["option", { type: "choice", options: options("a") }, "b", "FORM_OPTION_UNKNOWN"],
    ["options twice", { type: "multiChoice", options: options("a") }, ["a", "a"], "FORM_VALUE_MALFORMED"],
    ["too few options", { type: "multiChoice", options: options("a", "b"), min: 2 }, ["a"], "FORM_TOO_FEW"],
    ["code list not there", { type: "choice", codelist: "gone" }, "a", "FORM_VALUE_MALFORMED"],
    ["yes or no", { type: "yesNo" }, "true", "FORM_VALUE_MALFORMED"],
    ["reference", { type: "meter" }, { id: "1", name: "M1" }, "FORM_VALUE_MALFORMED"],
    ["reference that is one", { type: "meter" }, { id: ID, name: "M1" }, undefined],
    ["point off the earth", { type: "address" }, { text: "x", point: [190, 0] }, "FORM_VALUE_MALFORMED"],
    ["point missing", { type: "address", point: "required" }, { text: "x" }, "FORM_POINT_REQUIRED"],
    ["photo", { type: "photo" }, [{ id: ID }], "FORM_VALUE_MALFORMED"],
    [
      "too many photos",
      { type: "photo", max: 1 },
      [1, 2].map(() => ({ id: ID, name: "a.jpg", mime: "image/jpeg", size: 1 })),
      "FORM_TOO_MANY",
    ],
    ["signature of nobody", { type: "signature" }, { at: "2026-11-25T10:00:00Z" }, "FORM_VALUE_MALFORMED"],
    ["typed signature", { type: "signature" }, { at: "2026-11-25T10:00:00Z", name: "张三" }, undefined],
    ["rows", { type: "group", fields: [{ id: "y", type: "text" }] }, [1], "FORM_VALUE_MALFORMED"],
  ])("V1 V4 %s", (_, field, value, code) => {
    const { faults } = look([{ id: "x", ...field }], { x: value } as FormValue);
    expect(faults).toEqual(code === undefined ? [] : [[code, "x"]]);
  });

  it("V3 V5 drops what is hidden, keeps what no release here knows (F8), and works out computed values itself", () => {
    const program = compileForm(
      formOf([
        { id: "leak", type: "yesNo" },
        { id: "ppm", type: "number", showWhen: "leak" },
        { id: "twice", type: "computed", result: "number", decimals: 0, value: "ppm * 2" },
      ]),
    );
    const take = (value: FormValue) => acceptSubmission(program, { later: "kept" }, value, ENVIRONMENT).value;
    expect(take({ leak: false, ppm: "not even a number", twice: "1" })).toEqual({
      leak: false,
      later: "kept",
    });
    expect(take({ leak: true, ppm: "4", twice: "1", other: [1] })).toEqual({
      leak: true,
      ppm: "4",
      twice: "8",
      later: "kept",
      other: [1],
    });
  });

  it("asks in a form of sixty fields for what its conditions ask for", () => {
    const program = compileForm(sixtyFields());
    const missing = (value: FormValue) =>
      validateForm(program, value, ENVIRONMENT).map(({ where }) => where?.path);
    expect(missing({})).toEqual([]);
    expect(missing({ f0: true })).toEqual([
      "f1",
      "f6",
      "f11",
      "f16",
      "f21",
      "f26",
      "f31",
      "f36",
      "f41",
      "f46",
      "f51",
      "f56",
    ]);
    // 100 × 1.13 + 2 is above 20, so the choice after it is asked for too.
    expect(missing({ f0: true, f1: "100" })[0]).toBe("f4");
  });

  it("says what was expected in both languages", () => {
    const program = compileForm(
      formOf([{ id: "n", type: "number", label: { "zh-CN": "压力", en: "Pressure" } }]),
    );
    const [fault] = validateForm(program, { n: "x" }, ENVIRONMENT);
    expect(fault?.wordsIn("zh-CN")).toBe("“压力”的内容无法识别，应为数字，例如 12.5");
    expect(fault?.message).toBe("“Pressure” cannot be read; expected a number such as 12.5");
  });
});

it("J3 the schema requires only what is required whatever the conditions say", () => {
  const program = compileForm(
    formOf([
      { id: "leak", type: "yesNo", required: true },
      { id: "ppm", type: "number", decimals: 1, requiredWhen: "leak" },
      { id: "action", type: "text", required: true, showWhen: "leak" },
      { id: "note", type: "text" },
    ]),
  );
  expect(program.schema).toMatchObject({ required: ["leak"] });
});

describe("who", () => {
  const form = formOf([
    { id: "phone", type: "text", unmaskedTo: ["service-agent"] },
    { id: "secret", type: "text", visibleTo: ["tenant-admin"] },
    { id: "price", type: "money", editableBy: ["service-agent"], required: true },
    { id: "locked", type: "yesNo" },
    { id: "note", type: "text", readOnlyWhen: "locked" },
  ]);
  const stored = { phone: "13800000101", secret: "s", price: "5.00", note: "old", locked: true, later: "x" };

  it("A2 gives nothing of what may not be seen, and a mask for what may not be seen whole", () => {
    expect(valueFor(form, stored, ["field-worker"])).toEqual({
      phone: { masked: "138****0101" },
      price: "5.00",
      note: "old",
      locked: true,
    });
    expect(valueFor(form, stored, ["service-agent", "tenant-admin"])).toMatchObject({
      phone: "13800000101",
      secret: "s",
    });
    expect([masked("张三丰"), masked({ id: ID, name: "李" }), masked("12345678"), masked(true)]).toEqual([
      "张**",
      "李**",
      "123****5678",
      "****",
    ]);
  });

  it("A3 takes only what this person may change", () => {
    const sent = { phone: "1", secret: "stolen", price: "0.01", note: "new", locked: true };
    expect(mergeSubmitted(form, stored, sent, ["field-worker"])).toMatchObject({
      phone: "13800000101",
      secret: "s",
      price: "5.00",
    });
    const program = compileForm(form);
    const taken = acceptSubmission(program, stored, sent, { ...ENVIRONMENT, roles: ["field-worker"] });
    expect(taken.faults).toEqual([]);
    expect(taken.value).toEqual(stored);
    const agent = acceptSubmission(
      program,
      stored,
      { ...sent, locked: false },
      { ...ENVIRONMENT, roles: ["service-agent"] },
    );
    expect(agent.value).toMatchObject({ phone: "1", price: "0.01", note: "new", secret: "s" });
  });

  it("F6 asks nobody for what they cannot fill in", () => {
    const program = compileForm(form);
    expect(validateForm(program, {}, { ...ENVIRONMENT, roles: ["field-worker"] })).toEqual([]);
    expect(validateForm(program, {}, { ...ENVIRONMENT, roles: ["service-agent"] })).toHaveLength(1);
  });
});
