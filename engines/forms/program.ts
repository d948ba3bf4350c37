import type { Decimal } from "#engines/kernel/decimal.ts";
import type { Expression } from "#engines/kernel/expression.ts";
import type { FieldOption, FormField } from "#schema/blueprint/form/field.ts";
import type { Form } from "#schema/blueprint/form/schema.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";

/** The data of a form: field id → value. Ids that the form does not know are kept as they are. */
export type FormValue = JsonObject;

/** A file that lies in the attachments of the utility. The id is made where the file is taken, also without a network. */
export interface AttachmentValue {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
}

/** A person, unit, customer, meter or premise, with its name at the time of choosing. */
export interface ReferenceValue {
  readonly id: string;
  readonly name: string;
}

export interface AddressValue {
  readonly text: string;
  /** Longitude and latitude, WGS 84. */
  readonly point?: readonly [longitude: number, latitude: number];
}

/** Drawn, typed, or both; one of them at least. */
export interface SignatureValue {
  readonly image?: AttachmentValue;
  readonly name?: string;
  /** When it was given, RFC 3339. */
  readonly at: string;
}

/** What a person gets in the place of a value that their roles may not see. */
export interface MaskedValue {
  readonly masked: string;
}

/** What is known beside the fields: expressions name it as `context.customerName`. All of it may be absent. */
export interface FormContext {
  /** The local day of the utility, `YYYY-MM-DD`, and this instant, RFC 3339. */
  readonly today: string;
  readonly now: string;
  readonly personName?: string;
  readonly customerName?: string;
  readonly customerNumber?: string;
  readonly phone?: string;
  readonly address?: string;
  readonly meterNumber?: string;
  readonly caseNumber?: string;
}

/** Who looks at the form, and which code lists its choices are taken from. */
export interface FormEnvironment {
  readonly context: FormContext;
  readonly roles: readonly string[];
  readonly codeLists?: Readonly<Record<string, readonly FieldOption[]>>;
}

/** One field made ready to run. Expressions of a field in a group see the row before they see the form. */
export interface FieldProgram {
  readonly field: FormField;
  readonly showWhen: readonly Expression[];
  readonly requiredWhen?: Expression;
  readonly readOnlyWhen?: Expression;
  readonly defaultFrom?: Expression;
  readonly computed?: Expression;
  readonly pattern?: RegExp;
  readonly min?: Decimal;
  readonly max?: Decimal;
  /** Of a group, in the order in which they are worked out. */
  readonly members?: readonly FieldProgram[];
}

/** A form made ready to run, alike in browser and server. It is pure and knows neither its key nor its tenant. */
export interface FormProgram {
  readonly form: Form;
  /** Every field once, each after those that its own conditions and formula mention. */
  readonly fields: readonly FieldProgram[];
  /** JSON Schema 2020-12 of the data, as far as it holds whatever the conditions say. */
  readonly schema: JsonObject;
}

/** How one field stands at this moment. `path` is `parts.0.price`. */
export interface FieldState {
  readonly path: string;
  readonly field: FormField;
  /** Shown by its conditions. A field that is not shown has no value. */
  readonly shown: boolean;
  /** Shown, and this person's roles may see it. */
  readonly visible: boolean;
  readonly required: boolean;
  /** This person cannot change it: by its conditions, by their roles, or because it is computed. */
  readonly readOnly: boolean;
  readonly masked: boolean;
}

export interface FormState {
  /** The data with computed values filled in; hidden values are still there. */
  readonly value: FormValue;
  readonly fields: ReadonlyMap<string, FieldState>;
}

/** What is no answer: nothing, an empty text, an empty list. `false` and 0 are answers. */
export function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (typeof value === "string" && value.trim() === "") ||
    (Array.isArray(value) && value.length === 0)
  );
}

export function optionsOf(
  field: FormField,
  codeLists: FormEnvironment["codeLists"],
): readonly FieldOption[] | undefined {
  if (field.type !== "choice" && field.type !== "multiChoice") return undefined;
  return field.options ?? (field.codelist === undefined ? undefined : codeLists?.[field.codelist]);
}
