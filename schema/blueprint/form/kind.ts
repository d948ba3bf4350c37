import { defineKind } from "../kind.ts";
import { sentence } from "../words.ts";
import { storedAs, wordsOfForm } from "./changes.ts";
import { everyField, formSchema } from "./schema.ts";

/** Forms as a kind of blueprint item. They mention the code lists that their choices are taken from. */
export const formKind = defineKind({
  kind: "form",
  label: { "zh-CN": "表单", en: "Form" },
  schema: formSchema,
  references: (form) =>
    everyField(form.fields).flatMap(([path, field]) =>
      (field.type === "choice" || field.type === "multiChoice") && field.codelist !== undefined
        ? [{ kind: "codelist", key: field.codelist, path: `/${path.join("/")}/codelist` }]
        : [],
    ),
  fields: (form) =>
    everyField(form.fields).flatMap(([path, field]) =>
      field.type === "note" ? [] : [{ id: field.id, type: storedAs(field), path: `/${path.join("/")}` }],
    ),
  words(before, after) {
    if (before !== undefined && after !== undefined) return wordsOfForm(before, after);
    if (after !== undefined)
      return [
        sentence("新增表单“{0}”，{1} 个字段", "Created the form “{0}” of {1} fields", [
          after.label,
          String(after.fields.length),
        ]),
      ];
    return before === undefined ? [] : [sentence("删除表单“{0}”", "Removed the form “{0}”", [before.label])];
  },
});
