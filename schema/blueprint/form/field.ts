import { z } from "zod";
import { daySchema, decimalSchema, keySchema, wordsSchema } from "../common.ts";
import { faultOfPattern } from "./pattern.ts";

/** Names that mean something else in expressions: what forms offer beside fields, CEL's types and reserved words. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(
  `context filled true false null in
   bool bytes decimal double duration dyn google int list map optional string timestamp type uint
   as break const continue else for function if import let loop namespace package prototype return var void while`.split(
    /\s+/,
  ),
);

/** The id of a field: how data, expressions and other items name it. It never changes its type. */
export const fieldIdSchema = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]*$/, "expected a name such as contactPhone: letters and digits, small first")
  .max(60)
  .refine(
    (id) => !RESERVED_NAMES.has(id),
    "expected another name: expressions use this one for something else",
  );

export const celSchema = z.string().min(1).max(2000);

/** Keys of roles; `customer` is who uses the portal. */
const rolesSchema = z.array(keySchema).min(1);

/** What every field has. `showWhen`, `requiredWhen`, `readOnlyWhen` and `defaultFrom` are CEL over the form's fields. */
const everyField = {
  id: fieldIdSchema,
  section: fieldIdSchema.optional(),
  label: wordsSchema,
  help: wordsSchema.optional(),
  /** Takes the whole width of a section of several columns. */
  wide: z.boolean().default(false),
  showWhen: celSchema.optional(),
  /** Who sees it; everybody without. */
  visibleTo: rolesSchema.optional(),
};

/** What a field has that a person fills in. */
const filledField = {
  required: z.boolean().default(false),
  requiredWhen: celSchema.optional(),
  readOnly: z.boolean().default(false),
  readOnlyWhen: celSchema.optional(),
  defaultFrom: celSchema.optional(),
  /** Who may change it; everybody who sees it without. */
  editableBy: rolesSchema.optional(),
  /** Who sees the value as it is; others see it masked. Everybody without. */
  unmaskedTo: rolesSchema.optional(),
  /** Lists may filter and sort by it. */
  searchable: z.boolean().default(false),
};

const field = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ ...everyField, type: z.literal(type), ...filledField, ...shape });

const pattern = z.strictObject({
  /** Must fit the whole text. */
  regex: z
    .string()
    .min(1)
    .superRefine((source, context) => {
      const fault = faultOfPattern(source);
      if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
    }),
  /** What is expected, for the person: “11 digits, beginning with 1”. */
  hint: wordsSchema,
});

const length = (standard: number, most: number) => ({
  minLength: z.int().min(0).max(most).default(0),
  maxLength: z.int().min(1).max(most).default(standard),
});

const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "expected a time such as 08:30");

const optionSchema = z.strictObject({ code: z.string().min(1).max(60), label: wordsSchema });
const choices = {
  options: z.array(optionSchema).min(1).max(200).optional(),
  /** Key of a code list, instead of options of its own. */
  codelist: keySchema.optional(),
};

const rows = (most: number) => ({
  min: z.int().min(0).max(most).default(0),
  max: z.int().min(1).max(most),
});

const text = field("text", {
  ...length(200, 500),
  pattern: pattern.optional(),
  keyboard: z.enum(["text", "tel", "email", "url"]).default("text"),
  default: z.string().optional(),
});
const longText = field("longText", { ...length(2000, 20_000), default: z.string().optional() });
const numeric = {
  min: decimalSchema.optional(),
  max: decimalSchema.optional(),
  default: decimalSchema.optional(),
};
const number = field("number", {
  unit: z.string().min(1).optional(),
  decimals: z.int().min(0).max(9).default(0),
  ...numeric,
});
const money = field("money", {
  /** ISO 4217; the utility's own without. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  decimals: z.int().min(0).max(6).default(2),
  ...numeric,
});
const date = field("date", {
  min: z.union([daySchema, z.literal("today")]).optional(),
  max: z.union([daySchema, z.literal("today")]).optional(),
  default: daySchema.optional(),
});
const time = field("time", {
  min: timeSchema.optional(),
  max: timeSchema.optional(),
  default: timeSchema.optional(),
});
const dateTime = field("dateTime", {
  min: z.literal("now").optional(),
  max: z.literal("now").optional(),
});
const choice = field("choice", {
  ...choices,
  look: z.enum(["select", "radio"]).default("select"),
  default: z.string().optional(),
});
const multiChoice = field("multiChoice", {
  ...choices,
  ...rows(200),
  max: z.int().min(1).max(200).default(200),
});
const yesNo = field("yesNo", { default: z.boolean().optional() });
const person = field("person", {});
const orgUnit = field("orgUnit", {});
const customer = field("customer", {});
const meter = field("meter", {});
const premise = field("premise", {});
const address = field("address", { point: z.enum(["optional", "required", "none"]).default("optional") });
const photo = field("photo", { ...rows(20), max: z.int().min(1).max(20).default(5) });
const signature = field("signature", {});
const file = field("file", { ...rows(20), max: z.int().min(1).max(20).default(5) });
const barcode = field("barcode", { ...length(100, 200), pattern: pattern.optional() });

const computed = z.strictObject({
  ...everyField,
  type: z.literal("computed"),
  /** CEL over the other fields. */
  value: celSchema,
  result: z.enum(["text", "number", "money", "yesNo", "date"]),
  unit: z.string().min(1).optional(),
  decimals: z.int().min(0).max(9).default(2),
  searchable: z.boolean().default(false),
});

const note = z.strictObject({
  ...everyField,
  type: z.literal("note"),
  text: wordsSchema,
  tone: z.enum(["info", "warning", "danger"]).default("info"),
});

const INPUTS = [
  text,
  longText,
  number,
  money,
  date,
  time,
  dateTime,
  choice,
  multiChoice,
  yesNo,
  person,
  orgUnit,
  customer,
  meter,
  premise,
  address,
  photo,
  signature,
  file,
  barcode,
] as const;

const memberSchema = z.discriminatedUnion("type", [...INPUTS, computed, note]);

/** Rows of the same fields. Ids are unique over the whole form, so that an expression in a row can also name what is outside. */
const group = z.strictObject({
  ...everyField,
  type: z.literal("group"),
  /** What one row is called: “part”. */
  rowLabel: wordsSchema.optional(),
  min: z.int().min(0).max(50).default(0),
  max: z.int().min(1).max(50).default(20),
  fields: z.array(memberSchema).min(1).max(30),
});

export const fieldSchema = z.discriminatedUnion("type", [...INPUTS, computed, note, group]);

export type FormField = z.output<typeof fieldSchema>;
export type FieldType = FormField["type"];
export type FieldOf<Type extends FieldType> = Extract<FormField, { type: Type }>;
export type GroupField = FieldOf<"group">;
export type MemberField = Exclude<FormField, GroupField>;
export type InputField = Exclude<MemberField, { type: "computed" | "note" }>;
export type FieldOption = z.output<typeof optionSchema>;
