import { describe, expect, it } from "vitest";
import { typeChanges } from "./changes.ts";
import { formKind } from "./kind.ts";
import { type Form, formSchema } from "./schema.ts";

const phone = { id: "contactPhone", type: "text", label: { "zh-CN": "联系电话", en: "Contact phone" } };
const kind = {
  id: "kind",
  type: "choice",
  label: { "zh-CN": "类别", en: "Kind" },
  options: [{ code: "a", label: { "zh-CN": "甲", en: "A" } }],
};
const form = (...fields: object[]): Form =>
  formSchema.parse({ label: { "zh-CN": "报修", en: "Repair" }, fields });

const faults = (content: object) => {
  const read = formSchema.safeParse({
    label: { "zh-CN": "报修", en: "Repair" },
    fields: [phone],
    ...content,
  });
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
};

describe("the form kind", () => {
  it("says a change in the labels of the form", () => {
    const said = formKind.words(
      form(phone, kind),
      form(
        { ...phone, required: true, help: { "zh-CN": "手机", en: "mobile" } },
        { ...kind, searchable: true },
      ),
    );
    expect(said.map(({ en }) => en)).toEqual([
      "The field “Contact phone” is now required",
      "The help of the field “Contact phone”: none → mobile",
      "The field “Kind” is now searchable",
    ]);
    expect(said[0]?.["zh-CN"]).toBe("字段“联系电话”改为必填");
    expect(formKind.words(form(kind), form(phone)).map((words) => words["zh-CN"])).toEqual([
      "新增字段“联系电话”",
      "删除字段“类别”",
    ]);
    expect(formKind.words(form(phone, kind), form(kind, phone)).map(({ en }) => en)).toEqual([
      "Changed the order of fields",
    ]);
    expect(formKind.words(form(phone), form(phone))).toEqual([]);
  });

  it("finds a field whose id changed its type, also in a group", () => {
    const group = (type: string) => ({ ...phone, id: "rows", type: "group", fields: [{ ...phone, type }] });
    expect(
      typeChanges(form(group("text")), form(group("barcode"))).map(({ id, path, was, is }) => [
        id,
        path,
        was,
        is,
      ]),
    ).toEqual([["contactPhone", "/fields/0/fields/0/type", "text", "barcode"]]);
    expect(typeChanges(form(phone), form(kind, phone))).toEqual([]);
  });

  it("mentions the code lists that its choices are taken from", () => {
    const { options: _, ...listed } = kind;
    expect(formKind.references(form(phone, { ...listed, codelist: "fault-kinds" }))).toEqual([
      { kind: "codelist", key: "fault-kinds", path: "/fields/1/codelist" },
    ]);
  });

  it.each([
    [{ fields: [phone, phone] }, "fields.1.id: the id contactPhone is taken by another field"],
    [{ fields: [{ ...phone, section: "x" }] }, "fields.0.section: no section of the id x; there is none"],
    [
      { steps: [{ id: "one", label: phone.label }] },
      "fields.0: expected a section: this form has several pages",
    ],
    [
      { fields: [{ ...phone, minLength: 9, maxLength: 2 }] },
      "fields.0.minLength: must not be above maxLength",
    ],
    [
      { fields: [{ ...kind, codelist: "x" }] },
      "fields.0.options: expected either options or the key of a code list",
    ],
    [{ fields: [{ ...kind, default: "z" }] }, "fields.0.default: expected one of a"],
  ])("refuses %j", (content, message) => {
    expect(faults(content)).toContain(message);
  });
});
