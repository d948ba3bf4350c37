import { z } from "zod";
import { Decimal } from "#engines/kernel/decimal.ts";
import { wordsSchema } from "../common.ts";
import { celSchema, type FormField, fieldIdSchema, fieldSchema } from "./field.ts";

/** One page of a form of several pages. */
const stepSchema = z.strictObject({
  id: fieldIdSchema,
  label: wordsSchema,
  showWhen: celSchema.optional(),
});

/** Fields that stand together under a heading. On a phone every section has one column. */
const sectionSchema = z.strictObject({
  id: fieldIdSchema,
  step: fieldIdSchema.optional(),
  label: wordsSchema.optional(),
  help: wordsSchema.optional(),
  columns: z.int().min(1).max(3).default(1),
  showWhen: celSchema.optional(),
});

/**
 * A form: what is asked, how it is checked and in which order it stands. Fields are one flat list and name their section, so
 * that moving a field changes nothing else of it, and an override or a lock names it by its id: `/fields/contactPhone/required`.
 */
export const formSchema = z
  .strictObject({
    label: wordsSchema,
    description: wordsSchema.optional(),
    steps: z.array(stepSchema).max(20).default([]),
    sections: z.array(sectionSchema).max(50).default([]),
    fields: z.array(fieldSchema).min(1).max(300),
  })
  .superRefine((form, context) => {
    const at = (path: readonly (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path: [...path], message });
    unique(form.steps, ["steps"], at);
    unique(form.sections, ["sections"], at);
    const steps = new Set(form.steps.map(({ id }) => id));
    form.sections.forEach(({ step }, index) => {
      if (step !== undefined && !steps.has(step))
        at(
          ["sections", index, "step"],
          `no step of the id ${step}; there is ${[...steps].join(", ") || "none"}`,
        );
      if (step === undefined && steps.size > 0)
        at(["sections", index], "expected a step: this form has several pages");
    });
    const sections = new Set(form.sections.map(({ id }) => id));
    form.fields.forEach((field, index) => {
      if (field.section !== undefined && !sections.has(field.section))
        at(
          ["fields", index, "section"],
          `no section of the id ${field.section}; there is ${[...sections].join(", ") || "none"}`,
        );
      if (field.section === undefined && steps.size > 0)
        at(["fields", index], "expected a section: this form has several pages");
    });
    const known = new Map<string, string>();
    for (const [path, field] of everyField(form.fields)) {
      if (known.has(field.id)) at([...path, "id"], `the id ${field.id} is taken by another field`);
      known.set(field.id, field.type);
      checkField(field, (where, message) => at([...path, where], message));
    }
  });

export type Form = z.output<typeof formSchema>;

/** Every field with its path, those of groups after their group. */
export function everyField(fields: readonly FormField[]): [path: (string | number)[], field: FormField][] {
  return fields.flatMap((field, index): [(string | number)[], FormField][] => [
    [["fields", index], field],
    ...(field.type === "group"
      ? field.fields.map((member, at): [(string | number)[], FormField] => [
          ["fields", index, "fields", at],
          member,
        ])
      : []),
  ]);
}

function unique(
  list: readonly { readonly id: string }[],
  path: readonly string[],
  at: (path: readonly (string | number)[], message: string) => void,
): void {
  const seen = new Set<string>();
  list.forEach(({ id }, index) => {
    if (seen.has(id)) at([...path, index, "id"], `the id ${id} is there twice`);
    seen.add(id);
  });
}

/** A side that is no decimal has been told already. */
function isAbove(min: string | undefined, max: string | undefined): boolean {
  const [low, high] = [min, max].map((text) => (text === undefined ? undefined : Decimal.tryParse(text)));
  return low !== undefined && high !== undefined && low.greaterThan(high);
}

/** What a single field may not say of itself. */
function checkField(field: FormField, at: (where: string, message: string) => void): void {
  switch (field.type) {
    case "text":
    case "longText":
    case "barcode":
      if (field.minLength > field.maxLength) at("minLength", "must not be above maxLength");
      if (field.type !== "longText" && field.pattern && field.maxLength > 200)
        at("maxLength", "must not be above 200 where there is a pattern");
      return;
    case "number":
    case "money":
      if (isAbove(field.min, field.max)) at("min", "must not be above max");
      return;
    case "date":
    case "time":
      if (/^\d/.test(field.min ?? "") && /^\d/.test(field.max ?? "") && field.min! > field.max!)
        at("min", "must not be after max");
      return;
    case "choice":
    case "multiChoice": {
      if ((field.options === undefined) === (field.codelist === undefined))
        at("options", "expected either options or the key of a code list");
      const codes = field.options?.map(({ code }) => code) ?? [];
      if (new Set(codes).size < codes.length) at("options", "the same code is there twice");
      if (
        field.type === "choice" &&
        field.default !== undefined &&
        field.options &&
        !codes.includes(field.default)
      )
        at("default", `expected one of ${codes.join(", ")}`);
      if (field.type === "multiChoice" && field.min > field.max) at("min", "must not be above max");
      return;
    }
    case "photo":
    case "file":
    case "group":
      if (field.min > field.max) at("min", "must not be above max");
      return;
    default:
      return;
  }
}
