import { z } from "zod";

/** JSON Schema 2020-12 of what may be written. Refinements cannot be told in it; checking finds what breaks them. */
export const inputSchemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });

const texts = new WeakMap<z.ZodType, string>();

/** The same as text, made once for each schema: what a form is made from. */
export function formSchemaOf(schema: z.ZodType): string {
  const made = texts.get(schema) ?? JSON.stringify(inputSchemaOf(schema));
  texts.set(schema, made);
  return made;
}
