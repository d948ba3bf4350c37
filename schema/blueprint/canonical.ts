import { Document, isCollection, isScalar, visit } from "yaml";
import type { z } from "zod";
import type { Json, JsonObject } from "./item.ts";
import { isList, isObject } from "./pointer.ts";

/** A collection of plain values that fits within so many characters stands on one line. */
const INLINE_WIDTH = 100;

/**
 * The one text of an item: YAML 1.2 with its fields in the order in which the kind's schema declares them, free names
 * (periods, seasons) in alphabetical order, short collections of plain values on one line, no folding, a final line
 * break. The database keeps no order of fields, so the order is made here and never stored: text → content → text is
 * the identity on canonical text.
 */
export function canonicalText(schema: z.ZodType, content: JsonObject): string {
  return yamlText(inSchemaOrder(schema, content));
}

/** The same layout with the fields as they come. */
export function yamlText(value: Json): string {
  const document = new Document(value, { version: "1.2", aliasDuplicateObjects: false });
  visit(document, {
    Collection(_, node) {
      const plain = node.items.every((item) => {
        const child = isCollection(item) || isScalar(item) ? item : (item as { value?: unknown }).value;
        return isScalar(child) && !(typeof child.value === "string" && child.value.includes("\n"));
      });
      if (plain && JSON.stringify(node.toJSON()).length <= INLINE_WIDTH) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, indent: 2, flowCollectionPadding: true });
}

/** A copy with every record's fields in the order of its schema. Fields that the schema does not know come last, sorted. */
export function inSchemaOrder(schema: z.ZodType, value: Json): Json {
  if (!isList(value) && !isObject(value)) return value;
  const form = formOf(schema, value);
  if (isList(value)) {
    const element = form?.type === "array" ? form.element : undefined;
    return value.map((member) => (element ? inSchemaOrder(element, member) : sorted(member)));
  }
  if (form?.type === "object") {
    const { shape } = form;
    const known = Object.keys(shape).filter((name) => Object.hasOwn(value, name));
    const unknown = Object.keys(value)
      .filter((name) => !Object.hasOwn(shape, name))
      .sort();
    return Object.fromEntries([
      ...known.map((name) => [name, inSchemaOrder(shape[name] as z.ZodType, value[name] as Json)]),
      ...unknown.map((name) => [name, sorted(value[name] as Json)]),
    ]);
  }
  const member = form?.type === "record" ? form.valueType : undefined;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [
        name,
        member ? inSchemaOrder(member, value[name] as Json) : sorted(value[name] as Json),
      ]),
  );
}

function sorted(value: Json): Json {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name] as Json)]),
  );
}

/** What of a Zod schema the order needs (`_zod.def`, the library's stable face for tools). */
type Form =
  | { readonly type: "object"; readonly shape: Readonly<Record<string, z.ZodType>> }
  | { readonly type: "array"; readonly element: z.ZodType }
  | { readonly type: "record"; readonly valueType: z.ZodType };

/** Looks through optional, default, refined and union schemas at the record or list that the value is. */
function formOf(schema: z.ZodType, value: Json): Form | undefined {
  const def = schema._zod.def as {
    readonly type: string;
    readonly innerType?: z.ZodType;
    readonly in?: z.ZodType;
    readonly options?: readonly z.ZodType[];
  };
  switch (def.type) {
    case "object":
    case "array":
    case "record":
      return def as unknown as Form;
    case "union": {
      const fitting = def.options?.find((option) => option.safeParse(value).success);
      return fitting && formOf(fitting, value);
    }
    case "pipe":
      return def.in && formOf(def.in, value);
    // JSON of which nothing is known (`z.json()`) has no order of its own. To try its branches at each level would take time
    // by the square of its depth.
    case "lazy":
      return undefined;
    default:
      return def.innerType && formOf(def.innerType, value);
  }
}
