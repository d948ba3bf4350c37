import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { isList, isObject } from "#schema/blueprint/pointer.ts";

/** What of JSON Schema 2020-12 the schemas of kinds are written with. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly default?: Json;
  readonly format?: string;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly description?: string;
}

/** What sort of field stands for a schema. */
export type Shape =
  | { readonly is: "words" }
  | { readonly is: "dated"; readonly value: Schema }
  | { readonly is: "union"; readonly options: readonly Schema[] }
  | { readonly is: "record"; readonly value: Schema }
  | {
      readonly is: "object";
      readonly properties: Readonly<Record<string, Schema>>;
      readonly required: readonly string[];
    }
  | { readonly is: "list"; readonly member: Schema }
  | { readonly is: "choice"; readonly values: readonly Json[] }
  | { readonly is: "yesNo" }
  | { readonly is: "number"; readonly whole: boolean }
  | { readonly is: "text"; readonly format: string | undefined }
  /** Anything that JSON can say. */
  | { readonly is: "json" };

/** A schema with its reference looked up. */
export function resolve(schema: Schema, root: Schema): Schema {
  const { $ref: ref } = schema;
  if (ref === undefined) return schema;
  if (ref === "#") return root;
  const name = ref.replace("#/$defs/", "");
  return root.$defs?.[name] ?? {};
}

export function shapeOf(given: Schema, root: Schema): Shape {
  const schema = resolve(given, root);
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return unionOf(options, root);
  if (schema.const !== undefined) return { is: "choice", values: [schema.const] };
  if (schema.enum !== undefined) return { is: "choice", values: schema.enum };
  switch (schema.type) {
    case "object": {
      const { properties = {}, required = [], additionalProperties } = schema;
      const names = Object.keys(properties);
      if (names.length === 2 && "zh-CN" in properties && "en" in properties) return { is: "words" };
      if (names.length > 0) return { is: "object", properties, required };
      return { is: "record", value: typeof additionalProperties === "object" ? additionalProperties : {} };
    }
    case "array":
      return { is: "list", member: schema.items ?? {} };
    case "boolean":
      return { is: "yesNo" };
    case "number":
    case "integer":
      return { is: "number", whole: schema.type === "integer" };
    case "string":
      return { is: "text", format: schema.format };
    default:
      return { is: "json" };
  }
}

function unionOf(options: readonly Schema[], root: Schema): Shape {
  const shapes = options.map((option) => shapeOf(option, root));
  // Choices of plain values are one choice.
  if (shapes.every((shape) => shape.is === "choice"))
    return { is: "choice", values: shapes.flatMap((shape) => shape.values) };
  // A decimal may be written as a number or as a text: one field, which writes a text.
  if (shapes.every(({ is }) => is === "text" || is === "number") && shapes.some(({ is }) => is === "text"))
    return { is: "text", format: undefined };
  const [value, dated] = options;
  if (options.length === 2 && value && dated && isDated(dated, root)) return { is: "dated", value };
  return { is: "union", options };
}

/** A list of values that each hold from a day on. */
function isDated(schema: Schema, root: Schema): boolean {
  const shape = shapeOf(schema, root);
  if (shape.is !== "list") return false;
  const member = shapeOf(shape.member, root);
  return member.is === "object" && Object.keys(member.properties).sort().join() === "from,value";
}

/** The schema of what stands at a place of an item, by the branches of its unions that are meant there. */
export function schemaAt(root: Schema, content: Json, segments: readonly string[]): Schema {
  let schema = resolve(root, root);
  let value: Json | undefined = content;
  for (const segment of segments) {
    schema = branchOf(schema, value, root);
    const shape = shapeOf(schema, root);
    schema = resolve(
      shape.is === "object"
        ? (shape.properties[segment] ?? {})
        : shape.is === "record"
          ? shape.value
          : shape.is === "list"
            ? shape.member
            : {},
      root,
    );
    value = isList(value) ? value[Number(segment)] : isObject(value) ? value[segment] : undefined;
  }
  return branchOf(schema, value, root);
}

function branchOf(schema: Schema, value: Json | undefined, root: Schema): Schema {
  const options = schema.anyOf ?? schema.oneOf;
  if (options === undefined || shapeOf(schema, root).is === "choice") return schema;
  const [best] = [...options].sort((a, b) => fitOf(b, value, root) - fitOf(a, value, root));
  return best === undefined ? schema : branchOf(resolve(best, root), value, root);
}

/** How well a value fits a schema: 0 not at all. For choosing the branch of a union that is meant. */
export function fitOf(given: Schema, value: Json | undefined, root: Schema): number {
  const schema = resolve(given, root);
  if (value === undefined) return 0;
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return Math.max(...options.map((option) => fitOf(option, value, root)));
  if (schema.const !== undefined) return schema.const === value ? 4 : 0;
  if (schema.enum !== undefined) return schema.enum.includes(value) ? 3 : 0;
  if (schema.type === undefined) return 1;
  if (isList(value)) return schema.type === "array" ? 2 : 0;
  if (isObject(value)) {
    if (schema.type !== "object") return 0;
    const { properties, required = [] } = schema;
    if (properties === undefined) return 1;
    // The members that are fixed (type: "energy") say which branch is meant.
    let fit = 2;
    for (const [name, property] of Object.entries(properties)) {
      const fixed = resolve(property, root).const;
      if (fixed !== undefined && Object.hasOwn(value, name)) fit += value[name] === fixed ? 20 : -20;
      else if (Object.hasOwn(value, name)) fit += 1;
      else if (required.includes(name)) fit -= 1;
    }
    for (const name of Object.keys(value)) if (!Object.hasOwn(properties, name)) fit -= 1;
    return Math.max(fit, 0.5);
  }
  const type = typeof value === "string" ? "string" : typeof value === "boolean" ? "boolean" : "number";
  return schema.type === type || (schema.type === "integer" && type === "number") ? 2 : 0;
}

/** What a new field begins with: as little as its schema lets stand. */
export function emptyOf(given: Schema, root: Schema): Json {
  const schema = resolve(given, root);
  if (schema.default !== undefined) return schema.default;
  const shape = shapeOf(schema, root);
  switch (shape.is) {
    case "words":
      return { "zh-CN": "", en: "" };
    case "dated":
      return emptyOf(shape.value, root);
    case "union":
      return emptyOf(shape.options[0] ?? {}, root);
    case "record":
      return {};
    case "object":
      return Object.fromEntries(
        shape.required.map((name) => [name, emptyOf(shape.properties[name] ?? {}, root)]),
      ) as JsonObject;
    case "list":
      return (schema.minItems ?? 0) > 0 ? [emptyOf(shape.member, root)] : [];
    case "choice":
      return shape.values[0] ?? null;
    case "yesNo":
      return false;
    case "number":
      return 0;
    case "text":
    case "json":
      return "";
  }
}

/** By what a branch of a union is told from the others: the value of its fixed member, or what sort of thing it is. */
export function nameOfBranch(given: Schema, root: Schema): string {
  const schema = resolve(given, root);
  const fixed = Object.values(schema.properties ?? {})
    .map((property) => resolve(property, root).const)
    .find((value) => typeof value === "string");
  if (typeof fixed === "string") return fixed;
  const shape = shapeOf(schema, root);
  switch (shape.is) {
    case "object":
    case "words":
      return "object";
    case "list":
      return "array";
    case "record":
      return "record";
    case "choice":
      return String(shape.values[0]);
    default:
      return "scalar";
  }
}
