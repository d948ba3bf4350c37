import { Decimal } from "#engines/kernel/decimal.ts";
import type { CelFields, CelType } from "#engines/kernel/expression.ts";
import type { FieldOf, FormField } from "#schema/blueprint/form/field.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";

/** What `context` offers to every form. */
export const CONTEXT_TYPES = {
  today: "string",
  now: "string",
  personName: "string",
  customerName: "string",
  customerNumber: "string",
  phone: "string",
  address: "string",
  meterNumber: "string",
  caseNumber: "string",
} as const satisfies CelFields;

/**
 * The type under which an expression sees a field (SPEC F3): numbers and money are exact decimals, days and times are
 * texts that compare as they sort, what was chosen from a register is its name, files are a list of their names.
 */
export function celTypeOf(field: FormField): CelType {
  switch (field.type) {
    case "number":
    case "money":
      return "decimal";
    case "yesNo":
      return "bool";
    case "multiChoice":
    case "photo":
    case "file":
      return "list<string>";
    case "group":
      return `list<row_${field.id}>`;
    case "computed":
      return resultTypeOf(field.result);
    default:
      return "string";
  }
}

export function resultTypeOf(result: FieldOf<"computed">["result"]): CelType {
  return result === "yesNo" ? "bool" : result === "number" || result === "money" ? "decimal" : "string";
}

/** A value as expressions see it; undefined is unknown (SPEC F2). Rows of groups are made by the caller. */
export function celValueOf(field: FormField, value: Json | undefined): unknown {
  const type = celTypeOf(field);
  if (type === "list<string>") return Array.isArray(value) ? value.map(nameOf).filter(isText) : [];
  if (value === undefined || value === null || value === "") return undefined;
  if (type === "decimal") return typeof value === "string" ? Decimal.tryParse(value.trim()) : undefined;
  if (type === "bool") return typeof value === "boolean" ? value : undefined;
  return nameOf(value);
}

/** The answer of an expression as a value of the form; undefined where it has none. */
export function jsonOfCel(answer: unknown): Json | undefined {
  if (answer instanceof Decimal) return answer.toString();
  if (typeof answer === "bigint" || typeof answer === "number") return String(answer);
  if (typeof answer === "string" || typeof answer === "boolean") return answer;
  if (Array.isArray(answer)) return answer.map(jsonOfCel).filter((member) => member !== undefined);
  return undefined;
}

function nameOf(value: Json): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { text, name } = value as JsonObject;
  return isText(text) ? text : isText(name) ? name : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
