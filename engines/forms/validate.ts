import type { ManifoldError } from "#engines/kernel/errors.ts";
import type { FormField } from "#schema/blueprint/form/field.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { mergeSubmitted } from "./access.ts";
import { formError } from "./errors.ts";
import {
  type FieldProgram,
  type FieldState,
  type FormEnvironment,
  type FormProgram,
  type FormState,
  type FormValue,
  isEmpty,
} from "./program.ts";
import { rowsOf, stateOf, withDefaults } from "./state.ts";
import { faultsOfValue } from "./validate-value.ts";

/**
 * Everything that stands in the way of taking these data, one fault a field, in the order of the form; `where.path` names
 * the field (`parts.0.price`). The same in browser and server (SPEC V1–V4).
 */
export function faultsOfState(
  program: FormProgram,
  state: FormState,
  environment: FormEnvironment,
): ManifoldError[] {
  const byId = new Map(program.fields.map((one) => [one.field.id, one]));
  return program.form.fields.flatMap((field) =>
    faultsOfField(byId.get(field.id), state.value, "", state.fields, environment),
  );
}

export function validateForm(
  program: FormProgram,
  value: FormValue,
  environment: FormEnvironment,
): ManifoldError[] {
  return faultsOfState(program, stateOf(program, value, environment), environment);
}

function faultsOfField(
  program: FieldProgram | undefined,
  value: JsonObject,
  prefix: string,
  states: ReadonlyMap<string, FieldState>,
  environment: FormEnvironment,
): ManifoldError[] {
  if (program === undefined) return [];
  const { field } = program;
  const path = `${prefix}${field.id}`;
  const state = states.get(path);
  // What is not shown is not asked; what this person cannot change is not theirs to mend.
  if (state === undefined || !state.visible || (state.readOnly && field.type !== "group")) return [];
  const own = value[field.id];
  if (isEmpty(own)) return state.required ? [required(field, path)] : [];
  const faults = faultsOfValue(program, own as Json, path, environment);
  if (program.members === undefined || faults.some(({ code }) => code === "FORM_VALUE_MALFORMED"))
    return faults;
  const members = new Map(program.members.map((member) => [member.field.id, member]));
  const inRows = rowsOf(own).flatMap((row, at) =>
    field.type === "group"
      ? field.fields.flatMap(({ id }) =>
          faultsOfField(members.get(id), row, `${path}.${at}.`, states, environment),
        )
      : [],
  );
  return [...faults, ...inRows];
}

function required(field: FormField, path: string): ManifoldError {
  return formError("FORM_VALUE_REQUIRED", { field: field.label.en, fieldZh: field.label["zh-CN"] }, { path });
}

/** What a server takes from a person: the data to store, or what stands in their way. */
export interface Acceptance {
  readonly value: FormValue;
  readonly faults: readonly ManifoldError[];
}

/**
 * Takes what a person sent (SPEC A3, V5): fields that they may not change keep the stored value, computed values are worked
 * out anew, values of fields that are not shown are dropped, ids that the form does not know are kept.
 */
export function acceptSubmission(
  program: FormProgram,
  stored: FormValue,
  submitted: FormValue,
  environment: FormEnvironment,
): Acceptance {
  const before = withDefaults(program, stored, environment);
  const merged = mergeSubmitted(program.form, before, submitted, environment.roles);
  // A field that its condition makes read-only keeps what was stored. Such a condition may look at another such field:
  // the first look says which are, the second works with what they then hold.
  const first = stateOf(program, merged, environment);
  const kept = withStored(program.form.fields, first, before, merged);
  const state = stateOf(program, kept, environment);
  return {
    value: withoutHidden(program.form.fields, state, state.value, ""),
    faults: faultsOfState(program, state, environment),
  };
}

function withStored(
  fields: readonly FormField[],
  state: FormState,
  stored: FormValue,
  merged: FormValue,
): FormValue {
  const kept: Record<string, Json> = { ...merged };
  for (const field of fields) {
    if (field.type === "group" || state.fields.get(field.id)?.readOnly !== true) continue;
    const before = stored[field.id];
    if (before === undefined) delete kept[field.id];
    else kept[field.id] = before;
  }
  return kept;
}

function withoutHidden(
  fields: readonly FormField[],
  state: FormState,
  value: JsonObject,
  prefix: string,
): JsonObject {
  const kept: Record<string, Json> = { ...value };
  for (const field of fields) {
    const path = `${prefix}${field.id}`;
    const own = value[field.id];
    if (state.fields.get(path)?.shown !== true || field.type === "note" || isEmpty(own))
      delete kept[field.id];
    else if (field.type === "group")
      kept[field.id] = rowsOf(own).map((row, at) =>
        withoutHidden(field.fields, state, row, `${path}.${at}.`),
      );
  }
  return kept;
}
