import { Decimal } from "#engines/kernel/decimal.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import type { Expression } from "#engines/kernel/expression.ts";
import type { FieldOf, FormField } from "#schema/blueprint/form/field.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { mayEdit, maySee, maySeeUnmasked } from "./access.ts";
import { celValueOf, jsonOfCel } from "./cel.ts";
import { isDay } from "./day.ts";
import {
  type FieldProgram,
  type FieldState,
  type FormEnvironment,
  type FormProgram,
  type FormState,
  type FormValue,
  isEmpty,
} from "./program.ts";

/** What expressions see: values by field id, `filled`, `context`. */
interface Names {
  readonly [name: string]: unknown;
  readonly filled: Record<string, boolean>;
}

/** One field in its place: in the form, or in a row of a group. */
interface Place {
  readonly program: FieldProgram;
  readonly path: string;
  readonly shown: boolean;
  readonly names: Names;
}

/**
 * How the form stands with these data: what is shown, what is required, what is computed (SPEC F1–F6). Fields are worked
 * out in dependency order, each once.
 */
export function stateOf(program: FormProgram, value: FormValue, environment: FormEnvironment): FormState {
  const names: Names & Record<string, unknown> = { context: environment.context, filled: {} };
  const places: Place[] = [];
  const worked = workOut(program.fields, value, "", true, names, places);
  const fields = new Map<string, FieldState>();
  // What is required or read-only may mention every field, so it comes when all of them are known.
  for (const place of places) fields.set(place.path, fieldState(place, environment.roles));
  return { value: worked, fields };
}

/** The data with the defaults of fields that have no value yet: literal ones first, then formulas in dependency order. */
export function withDefaults(
  program: FormProgram,
  value: FormValue,
  environment: FormEnvironment,
): FormValue {
  const filled: Record<string, Json> = { ...value };
  for (const { field } of program.fields) {
    if ("default" in field && field.default !== undefined && isEmpty(filled[field.id]))
      filled[field.id] = field.default;
  }
  for (const { field, defaultFrom } of program.fields) {
    if (defaultFrom === undefined || !isEmpty(filled[field.id])) continue;
    const names: Names & Record<string, unknown> = { context: environment.context, filled: {} };
    workOut(program.fields, filled, "", true, names, []);
    const answer = jsonOfCel(answerOf(defaultFrom, names));
    if (answer === undefined || isEmpty(answer)) continue;
    // An address is more than its words.
    filled[field.id] = field.type === "address" ? { text: answer } : answer;
  }
  return filled;
}

/** A new row of a group with the defaults of its fields. */
export function newRow(group: FieldOf<"group">): JsonObject {
  return Object.fromEntries(
    group.fields.flatMap((field) =>
      "default" in field && field.default !== undefined ? [[field.id, field.default] as const] : [],
    ),
  );
}

function workOut(
  fields: readonly FieldProgram[],
  value: JsonObject,
  prefix: string,
  shownAbove: boolean,
  names: Names & Record<string, unknown>,
  places: Place[],
): JsonObject {
  const worked: Record<string, Json> = { ...value };
  for (const program of fields) {
    const { field } = program;
    const shown = shownAbove && program.showWhen.every((condition) => answerOf(condition, names) === true);
    const path = `${prefix}${field.id}`;
    places.push({ program, path, shown, names });
    if (field.type === "note") continue;
    if (program.members !== undefined) {
      const rows = rowsOf(value[field.id]);
      const seen: JsonObject[] = [];
      worked[field.id] = rows.map((row, at) => {
        // A row sees itself first, then the form around it.
        const rowNames: Names & Record<string, unknown> = { ...names, filled: { ...names.filled } };
        const made = workOut(program.members ?? [], row, `${path}.${at}.`, shown, rowNames, places);
        seen.push(asRecord(program.members ?? [], rowNames));
        return made;
      });
      // What are no rows stays as it came: validation says so.
      if (!isRows(value[field.id])) restore(worked, value, field.id);
      names[field.id] = shown ? seen : [];
      names.filled[field.id] = shown && rows.length > 0;
      continue;
    }
    if (field.type === "computed") {
      const answer = shown ? computedValue(program, field, names) : undefined;
      if (answer === undefined) delete worked[field.id];
      else worked[field.id] = answer;
    }
    const seen = celValueOf(field, shown ? worked[field.id] : undefined);
    if (seen !== undefined) names[field.id] = seen;
    names.filled[field.id] = shown && !isEmpty(worked[field.id]);
  }
  return worked;
}

/** A row as the expressions outside see it. */
function asRecord(members: readonly FieldProgram[], names: Names): JsonObject {
  const record: Record<string, unknown> = { filled: {} };
  for (const { field } of members) {
    if (Object.hasOwn(names, field.id)) record[field.id] = names[field.id];
    (record.filled as Record<string, boolean>)[field.id] = names.filled[field.id] ?? false;
  }
  return record as JsonObject;
}

function computedValue(
  program: FieldProgram,
  field: FieldOf<"computed">,
  names: Names,
): string | boolean | undefined {
  if (program.computed === undefined) return undefined;
  const answer = answerOf(program.computed, names);
  if (answer instanceof Decimal) return answer.round(field.decimals, "half-up").toString();
  if (typeof answer === "boolean") return answer;
  if (typeof answer !== "string" || answer === "") return undefined;
  return field.result === "date" && !isDay(answer) ? undefined : answer;
}

function fieldState({ program, path, shown, names }: Place, roles: readonly string[]): FieldState {
  const { field } = program;
  const holds = (condition: Expression | undefined) =>
    condition !== undefined && answerOf(condition, names) === true;
  const visible = shown && maySee(field, roles);
  const masked = !maySeeUnmasked(field, roles);
  const readOnly = masked || !mayEdit(field, roles) || holds(program.readOnlyWhen);
  return {
    path,
    field,
    shown,
    visible,
    masked,
    readOnly,
    // Nobody is asked for what they cannot fill in (SPEC F6).
    required: visible && !readOnly && (isRequired(field) || holds(program.requiredWhen)),
  };
}

function isRequired(field: FormField): boolean {
  if ("required" in field) return field.required || (isList(field) && field.min > 0);
  return field.type === "group" && field.min > 0;
}

function isList(field: FormField): field is FieldOf<"photo" | "file" | "multiChoice"> {
  return field.type === "photo" || field.type === "file" || field.type === "multiChoice";
}

/** The answer of an expression, or undefined where an unknown value decides it (SPEC F2). */
function answerOf(expression: Expression, names: Names): unknown {
  // An error costs a hundred times what an answer does, and most fields of a new form are empty.
  if (expression.strict && lacks(expression, names)) return undefined;
  try {
    return expression.evaluate(names);
  } catch (error) {
    if (error instanceof ManifoldError) return undefined;
    throw error;
  }
}

export function rowsOf(value: Json | undefined): JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.map((row: Json) =>
    typeof row === "object" && row !== null && !Array.isArray(row) ? (row as JsonObject) : {},
  );
}

function isRows(value: Json | undefined): boolean {
  return (
    Array.isArray(value) &&
    value.every((row: Json) => typeof row === "object" && row !== null && !Array.isArray(row))
  );
}

function restore(worked: Record<string, Json>, value: JsonObject, id: string): void {
  const was = value[id];
  if (was === undefined) delete worked[id];
  else worked[id] = was;
}

function lacks({ names: mentioned }: Expression, names: Names): boolean {
  for (const name of mentioned) if (!name.includes(".") && !(name in names)) return true;
  return false;
}
