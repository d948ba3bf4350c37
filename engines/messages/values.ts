import { Decimal } from "#engines/kernel/decimal.ts";
import { parseDay } from "#engines/kernel/zone.ts";
import type { MessageTemplate, VariableType } from "#schema/blueprint/message/schema.ts";
import { messageError } from "./errors.ts";

type Variables = MessageTemplate["variables"];

/** Rows of a list that a message may show; more are no message any more. */
const LIST_LIMIT = 50;
const TEXT_LIMIT = 1_000;

const EXPECTED: Readonly<Record<VariableType, string>> = {
  text: `a text of at most ${TEXT_LIMIT} characters`,
  integer: "a whole number",
  decimal: 'a decimal in quotes, such as "12.5"',
  money: 'an amount in quotes, such as "128.40"',
  quantity: 'a quantity such as { value: "123.5", unit: kWh }',
  date: "a day such as 2026-11-22",
  instant: "an instant such as 2026-11-22T08:30:00Z",
  boolean: "true or false",
  list: `a list of at most ${LIST_LIMIT} rows`,
};

/**
 * Takes what a message is to say, by its declaration: what is declared must be there and fit; what is not declared is left
 * out, so that a caller may offer more than a template uses. @throws MESSAGE_VARIABLE_MISSING, MESSAGE_VARIABLE_TYPE
 */
export function takeValues(
  variables: Variables,
  data: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const taken: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const value = Object.hasOwn(data, name) ? data[name] : undefined;
    if (value === undefined || value === null) {
      if (!variable.optional)
        throw messageError("MESSAGE_VARIABLE_MISSING", { variable: name }, { path: name });
      taken[name] = null;
    } else taken[name] = takeOne(name, variable.type, value, variable.fields);
  }
  return taken;
}

function takeOne(
  name: string,
  type: VariableType,
  value: unknown,
  fields: Readonly<Record<string, VariableType>> | undefined,
): unknown {
  if (!fits(type, value))
    throw messageError("MESSAGE_VARIABLE_TYPE", { variable: name, expected: EXPECTED[type] }, { path: name });
  // Texts come from people: what moves the cursor could forge a second line of a mail's head.
  if (type === "text") return (value as string).replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ");
  if (type !== "list") return value;
  return (value as Record<string, unknown>[]).map((row, at) =>
    Object.fromEntries(
      Object.entries(fields ?? {}).map(([field, fieldType]) => {
        const path = `${name}[${at}].${field}`;
        const given = Object.hasOwn(row, field) ? row[field] : undefined;
        if (given === undefined || given === null) return [field, null];
        return [field, takeOne(path, fieldType, given, undefined)];
      }),
    ),
  );
}

function fits(type: VariableType, value: unknown): boolean {
  switch (type) {
    case "text":
      return typeof value === "string" && value.length <= TEXT_LIMIT;
    case "integer":
      return Number.isSafeInteger(value);
    case "decimal":
    case "money":
      return isDecimal(value);
    case "quantity":
      return (
        isRecord(value) && isDecimal(value.value) && typeof value.unit === "string" && value.unit.length <= 20
      );
    case "date":
      return typeof value === "string" && parseDay(value) !== undefined;
    case "instant":
      return typeof value === "string" && value.includes("T") && !Number.isNaN(Date.parse(value));
    case "boolean":
      return typeof value === "boolean";
    case "list":
      return Array.isArray(value) && value.length <= LIST_LIMIT && value.every(isRecord);
  }
}

const isDecimal = (value: unknown): boolean =>
  typeof value === "string" && Decimal.tryParse(value) !== undefined;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
