import { Decimal } from "#engines/kernel/decimal.ts";
import type { ManifoldError } from "#engines/kernel/errors.ts";
import {
  type CelFields,
  type CelType,
  type Expression,
  type ExpressionEnvironment,
  expressionEnvironment,
} from "#engines/kernel/expression.ts";
import { attempt } from "#engines/kernel/result.ts";
import type { FormField, GroupField } from "#schema/blueprint/form/field.ts";
import { patternOf } from "#schema/blueprint/form/pattern.ts";
import type { Form } from "#schema/blueprint/form/schema.ts";
import { CONTEXT_TYPES, celTypeOf, resultTypeOf } from "./cel.ts";
import { formError } from "./errors.ts";
import { jsonSchemaOf } from "./json-schema.ts";
import { dependencyOrder } from "./order.ts";
import type { FieldProgram, FormProgram } from "./program.ts";
import { faultsOfValue } from "./validate-value.ts";

/**
 * Compiles a form: expressions are parsed and type-checked against its fields, fields are put into the order in which they
 * depend on one another (SPEC F4), and the JSON Schema is made.
 * @throws the first of `faultsOfForm`
 */
export function compileForm(form: Form): FormProgram {
  const { program, faults } = build(form);
  const [first] = faults;
  if (first !== undefined) throw first;
  return program;
}

/** Everything that is wrong with a form beyond its schema, each fault with the path of its expression. */
export function faultsOfForm(form: Form): readonly ManifoldError[] {
  return build(form).faults;
}

function build(form: Form): { program: FormProgram; faults: readonly ManifoldError[] } {
  const faults: ManifoldError[] = [];
  const outer = environmentOf(form.fields, []);
  const reader =
    (environment: ExpressionEnvironment) => (source: string | undefined, path: string, expects: CelType) => {
      if (source === undefined) return undefined;
      const read = attempt(() => environment.compile(source, { expects, where: { path } }));
      if (read.ok) return read.value;
      faults.push(read.error);
      return undefined;
    };
  const readOuter = reader(outer);
  const conditions = (part: "steps" | "sections") =>
    new Map(
      form[part].map(({ id, showWhen }, at) => [id, readOuter(showWhen, `/${part}/${at}/showWhen`, "bool")]),
    );
  const [steps, sections] = [conditions("steps"), conditions("sections")];

  /** A field is shown when its step, its section and itself are. */
  const inherited = (field: FormField): Expression[] => {
    const section = form.sections.find(({ id }) => id === field.section);
    return [
      section?.step === undefined ? undefined : steps.get(section.step),
      sections.get(field.section ?? ""),
    ].filter((expression) => expression !== undefined);
  };

  const programs = form.fields.map((field, at): FieldProgram => {
    const path = `/fields/${at}`;
    if (field.type !== "group") return programOf(field, path, readOuter, inherited(field));
    const readRow = reader(environmentOf(form.fields, field.fields));
    const members = field.fields.map((member, index) =>
      programOf(member, `${path}/fields/${index}`, readRow, []),
    );
    return { ...programOf(field, path, readOuter, inherited(field)), members: ordered(members) };
  });

  function ordered(list: readonly FieldProgram[]): readonly FieldProgram[] {
    const order = dependencyOrder(list);
    if (order.cycle === undefined) return order.fields;
    faults.push(
      formError(
        "FORM_CYCLE",
        { cycle: order.cycle.join(" → ") },
        { path: pathOf(form, order.cycle[0] ?? "") },
      ),
    );
    return list;
  }

  function programOf(
    field: FormField,
    path: string,
    read: ReturnType<typeof reader>,
    above: readonly Expression[],
  ): FieldProgram {
    const own = read(field.showWhen, `${path}/showWhen`, "bool");
    const showWhen = own === undefined ? above : [...above, own];
    if (field.type === "group" || field.type === "note") return { field, showWhen };
    if (field.type === "computed") {
      const computed = read(field.value, `${path}/value`, resultTypeOf(field.result));
      return { field, showWhen, ...(computed && { computed }) };
    }
    const requiredWhen = read(field.requiredWhen, `${path}/requiredWhen`, "bool");
    const readOnlyWhen = read(field.readOnlyWhen, `${path}/readOnlyWhen`, "bool");
    const defaultFrom = read(field.defaultFrom, `${path}/defaultFrom`, celTypeOf(field));
    const program: FieldProgram = {
      field,
      showWhen,
      ...(requiredWhen && { requiredWhen }),
      ...(readOnlyWhen && { readOnlyWhen }),
      ...(defaultFrom && { defaultFrom }),
      ...("pattern" in field && field.pattern ? { pattern: patternOf(field.pattern.regex) } : {}),
      ...((field.type === "number" || field.type === "money") && {
        ...(field.min === undefined ? {} : { min: Decimal.of(field.min) }),
        ...(field.max === undefined ? {} : { max: Decimal.of(field.max) }),
      }),
    };
    faults.push(...faultsOfDefault(program, path));
    return program;
  }

  const program = { form, fields: ordered(programs), schema: jsonSchemaOf(form) };
  return { program, faults };
}

/** A default that the field itself would refuse is a mistake of whoever wrote the form. */
function faultsOfDefault(program: FieldProgram, path: string): ManifoldError[] {
  const { field } = program;
  if (
    !("default" in field) ||
    field.default === undefined ||
    ("codelist" in field && field.codelist !== undefined)
  )
    return [];
  return faultsOfValue(program, field.default, field.id, {
    context: { today: "2000-01-01", now: "2000-01-01T00:00:00Z" },
    roles: [],
  }).map((fault) =>
    formError(
      "FORM_DEFAULT_INVALID",
      { id: field.id, detail: fault.message, detailZh: fault.wordsIn("zh-CN") },
      { path: `${path}/default` },
    ),
  );
}

/** What expressions may name: every field of the form, `filled.<field>`, `context`, and in a row the row's own fields. */
function environmentOf(fields: readonly FormField[], row: readonly FormField[]): ExpressionEnvironment {
  const named = [...fields, ...row].filter(({ type }) => type !== "note");
  const records: Record<string, CelFields> = {};
  const variables: Record<string, CelType | CelFields> = { context: CONTEXT_TYPES };
  for (const field of named) {
    variables[field.id] = celTypeOf(field);
    if (field.type === "group") records[`row_${field.id}`] = fieldsOfRow(field);
  }
  variables.filled = Object.fromEntries(named.map(({ id }) => [id, "bool"]));
  return expressionEnvironment({ variables, records, decimals: true });
}

function fieldsOfRow(group: GroupField): CelFields {
  const named = group.fields.filter(({ type }) => type !== "note");
  return {
    ...Object.fromEntries(named.map((field) => [field.id, celTypeOf(field)])),
    filled: Object.fromEntries(named.map(({ id }) => [id, "bool"])),
  };
}

function pathOf(form: Form, id: string): string {
  for (const [at, field] of form.fields.entries()) {
    if (field.id === id) return `/fields/${at}`;
    if (field.type !== "group") continue;
    const index = field.fields.findIndex((member) => member.id === id);
    if (index >= 0) return `/fields/${at}/fields/${index}`;
  }
  return "/fields";
}
