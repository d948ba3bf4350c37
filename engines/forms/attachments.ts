import type { FormField } from "#schema/blueprint/form/field.ts";
import type { Form } from "#schema/blueprint/form/schema.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import type { AttachmentValue, FormValue } from "./program.ts";
import { rowsOf } from "./state.ts";
import { isAttachment } from "./validate-value.ts";

/** Every file that the data mention: photos, files, drawn signatures, in the order of the form. */
export function attachmentsIn(form: Form, value: FormValue): AttachmentValue[] {
  return ofFields(form.fields, value);
}

function ofFields(fields: readonly FormField[], value: JsonObject): AttachmentValue[] {
  return fields.flatMap((field) => {
    const own = value[field.id];
    if (field.type === "group") return rowsOf(own).flatMap((row) => ofFields(field.fields, row));
    if (field.type === "photo" || field.type === "file") return Array.isArray(own) ? own.filter(isOne) : [];
    if (field.type !== "signature" || typeof own !== "object" || own === null || Array.isArray(own))
      return [];
    const { image } = own as JsonObject;
    return isOne(image) ? [image] : [];
  });
}

function isOne(value: Json | undefined): value is Json & AttachmentValue {
  return isAttachment(value);
}
