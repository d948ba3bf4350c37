import type { FormField } from "#schema/blueprint/form/field.ts";
import type { Form } from "#schema/blueprint/form/schema.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";

const UUID = { type: "string", format: "uuid" } as const;
const NAME = { type: "string", minLength: 1, maxLength: 500 } as const;
const ATTACHMENT = {
  type: "object",
  required: ["id", "name", "mime", "size"],
  properties: { id: UUID, name: NAME, mime: { type: "string" }, size: { type: "integer", minimum: 1 } },
} as const;

/**
 * The JSON Schema (2020-12) of a form's data: types, limits, and what is required whatever the conditions say. Conditions
 * are CEL and stand as `x-show-when`, `x-required-when`; limits of exact decimals as `x-minimum`, `x-maximum`, since the
 * schema's own are of floating-point numbers (SPEC J1–J3).
 */
export function jsonSchemaOf(form: Form): JsonObject {
  const guarded = new Set(
    form.sections
      .filter(
        ({ showWhen, step }) =>
          showWhen !== undefined ||
          form.steps.some(({ id, showWhen: when }) => id === step && when !== undefined),
      )
      .map(({ id }) => id),
  );
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: form.label.en,
    ...recordOf(form.fields, guarded),
  };
}

function recordOf(fields: readonly FormField[], guarded: ReadonlySet<string>): JsonObject {
  const stored = fields.filter(({ type }) => type !== "note");
  const required = stored
    .filter((field) => isAlwaysRequired(field) && !guarded.has(field.section ?? ""))
    .map(({ id }) => id);
  return {
    type: "object",
    properties: Object.fromEntries(stored.map((field) => [field.id, propertyOf(field)])),
    ...(required.length > 0 ? { required } : {}),
  };
}

function isAlwaysRequired(field: FormField): boolean {
  if (field.showWhen !== undefined || field.visibleTo !== undefined) return false;
  if (field.type === "group") return field.min > 0;
  if (field.type === "computed" || field.type === "note") return false;
  if (
    field.readOnly ||
    field.readOnlyWhen !== undefined ||
    field.editableBy !== undefined ||
    field.unmaskedTo !== undefined
  )
    return false;
  const counted = field.type === "photo" || field.type === "file" || field.type === "multiChoice";
  return field.required || (counted && field.min > 0);
}

function propertyOf(field: FormField): JsonObject {
  return {
    title: field.label.en,
    ...typeOf(field),
    ...(field.showWhen === undefined ? {} : { "x-show-when": field.showWhen }),
    ...("requiredWhen" in field && field.requiredWhen !== undefined
      ? { "x-required-when": field.requiredWhen }
      : {}),
  };
}

function typeOf(field: FormField): JsonObject {
  switch (field.type) {
    case "text":
    case "longText":
    case "barcode":
      return {
        type: "string",
        minLength: field.minLength,
        maxLength: field.maxLength,
        ...("pattern" in field && field.pattern ? { pattern: `^(?:${field.pattern.regex})$` } : {}),
      };
    case "number":
    case "money":
      return {
        type: "string",
        format: "decimal",
        maxLength: 40,
        "x-decimals": field.decimals,
        ...(field.min === undefined ? {} : { "x-minimum": field.min }),
        ...(field.max === undefined ? {} : { "x-maximum": field.max }),
      };
    case "date":
      return { type: "string", format: "date", ...bounds(field.min, field.max) };
    case "time":
      return { type: "string", pattern: "^([01]\\d|2[0-3]):[0-5]\\d$", ...bounds(field.min, field.max) };
    case "dateTime":
      return { type: "string", format: "date-time" };
    case "choice":
      return { type: "string", ...(field.options ? { enum: field.options.map(({ code }) => code) } : {}) };
    case "multiChoice":
      return {
        type: "array",
        items: { type: "string", ...(field.options ? { enum: field.options.map(({ code }) => code) } : {}) },
        uniqueItems: true,
        minItems: field.min,
        maxItems: field.max,
      };
    case "yesNo":
      return { type: "boolean" };
    case "person":
    case "orgUnit":
    case "customer":
    case "meter":
    case "premise":
      return { type: "object", required: ["id", "name"], properties: { id: UUID, name: NAME } };
    case "address":
      return {
        type: "object",
        required: field.point === "required" ? ["text", "point"] : ["text"],
        properties: {
          text: NAME,
          point: {
            type: "array",
            prefixItems: [
              { type: "number", minimum: -180, maximum: 180 },
              { type: "number", minimum: -90, maximum: 90 },
            ],
            minItems: 2,
            maxItems: 2,
          },
        },
      };
    case "photo":
    case "file":
      return { type: "array", items: ATTACHMENT, minItems: field.min, maxItems: field.max };
    case "signature":
      return {
        type: "object",
        required: ["at"],
        anyOf: [{ required: ["image"] }, { required: ["name"] }],
        properties: { image: ATTACHMENT, name: NAME, at: { type: "string", format: "date-time" } },
      };
    case "computed":
      return field.result === "yesNo"
        ? { type: "boolean", readOnly: true }
        : { type: "string", readOnly: true };
    case "group":
      return {
        type: "array",
        items: recordOf(field.fields, new Set()),
        minItems: field.min,
        maxItems: field.max,
      };
    case "note":
      return {};
  }
}

function bounds(min: Json | undefined, max: Json | undefined): JsonObject {
  return {
    ...(min === undefined ? {} : { "x-minimum": min }),
    ...(max === undefined ? {} : { "x-maximum": max }),
  };
}
