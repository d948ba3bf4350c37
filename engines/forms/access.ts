import type { FormField } from "#schema/blueprint/form/field.ts";
import type { Form } from "#schema/blueprint/form/schema.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { type FormValue, isEmpty } from "./program.ts";

/** Whoever has several roles may do what any of them may. A list of roles that is absent allows everybody (SPEC A1). */
const allows = (roles: readonly string[] | undefined, mine: readonly string[]): boolean =>
  roles === undefined || roles.some((role) => mine.includes(role));

export function maySee(field: FormField, roles: readonly string[]): boolean {
  return allows(field.visibleTo, roles);
}

export function maySeeUnmasked(field: FormField, roles: readonly string[]): boolean {
  return !("unmaskedTo" in field) || allows(field.unmaskedTo, roles);
}

/** Notes and computed values are nobody's to change; a group is as free as its fields. */
export function mayEdit(field: FormField, roles: readonly string[]): boolean {
  if (!maySee(field, roles)) return false;
  if (field.type === "group") return true;
  if (field.type === "computed" || field.type === "note") return false;
  return !field.readOnly && allows(field.editableBy, roles);
}

/**
 * The data as a person with these roles may be given them (SPEC A2): fields that they may not see are left out, masked ones
 * are replaced by `{ masked }`. Ids that the form does not know are left out too: nobody says who may see them.
 */
export function valueFor(form: Form, value: FormValue, roles: readonly string[]): FormValue {
  return pick(form.fields, value, roles);
}

function pick(fields: readonly FormField[], value: JsonObject, roles: readonly string[]): JsonObject {
  const given: Record<string, Json> = {};
  for (const field of fields) {
    const own = value[field.id];
    if (own === undefined || field.type === "note" || !maySee(field, roles)) continue;
    if (field.type === "group")
      given[field.id] = Array.isArray(own)
        ? own.map((row: Json) => (isRecord(row) ? pick(field.fields, row, roles) : {}))
        : [];
    else given[field.id] = maySeeUnmasked(field, roles) || isEmpty(own) ? own : { masked: masked(own) };
  }
  return given;
}

/** Enough to recognise what one knows already: 138****0101, 张**. Nothing of what is no text. */
export function masked(value: Json): string {
  const text = typeof value === "string" ? value : isRecord(value) ? (value.name ?? value.text) : undefined;
  if (typeof text !== "string") return "****";
  const characters = [...text];
  if (characters.length < 8)
    return `${characters[0] ?? ""}${"*".repeat(Math.max(2, Math.min(characters.length - 1, 3)))}`;
  return `${characters.slice(0, 3).join("")}****${characters.slice(-4).join("")}`;
}

/**
 * What was sent, laid over what was stored: only fields that this person may change are taken (SPEC A3). Ids that the form
 * does not know are kept (SPEC F8).
 */
export function mergeSubmitted(
  form: Form,
  stored: FormValue,
  submitted: FormValue,
  roles: readonly string[],
): FormValue {
  return merge(form.fields, stored, submitted, roles);
}

function merge(
  fields: readonly FormField[],
  stored: JsonObject,
  submitted: JsonObject,
  roles: readonly string[],
): JsonObject {
  const merged: Record<string, Json> = { ...stored, ...submitted };
  for (const field of fields) {
    const [before, after] = [stored[field.id], submitted[field.id]];
    if (mayEdit(field, roles) && maySeeUnmasked(field, roles)) {
      if (field.type === "group" && Array.isArray(after)) {
        const rows = Array.isArray(before) ? before : [];
        merged[field.id] = after.map((row: Json, at) =>
          isRecord(row) ? merge(field.fields, isRecord(rows[at]) ? rows[at] : {}, row, roles) : {},
        );
      } else if (after === undefined) delete merged[field.id];
    } else if (before === undefined) delete merged[field.id];
    else merged[field.id] = before;
  }
  return merged;
}

function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
