import { z } from "zod";
import { nameText, recordValues } from "#plugins/sdk/values.ts";
import { portCapability } from "./capability.ts";

/** Which fields of which forms, and nothing else: "interval kWh, no names". */
const recordScope = z.strictObject({
  forms: z
    .array(z.strictObject({ form: nameText, fields: z.array(nameText).min(1).max(60) }))
    .min(1)
    .max(20),
});

export const recordsRead = portCapability({
  name: "records.read",
  summary: "Reads records of a form, page by page; only the fields that the tenant has approved.",
  port: "records",
  scope: recordScope,
  narrow: (requested, approved) => {
    const forms = requested.forms.flatMap(({ form, fields }) => {
      const allowed = approved.forms.filter((entry) => entry.form === form).flatMap((entry) => entry.fields);
      const both = fields.filter((field) => allowed.includes(field));
      return both.length === 0 ? [] : [{ form, fields: both }];
    });
    return forms.length === 0 ? undefined : { forms };
  },
  consent: ({ forms }) => {
    const list = forms.map(({ form, fields }) => `${form} (${fields.join(", ")})`).join("; ");
    return { "zh-CN": `读取记录中的这些字段：${list}`, en: `Read these fields of records: ${list}` };
  },
  deterministic: false,
  input: z.strictObject({
    form: nameText,
    fields: z.array(nameText).min(1).max(60),
    where: z.record(nameText, z.union([z.string().max(400), z.number(), z.boolean()])).default({}),
    limit: z.number().int().min(1).max(500).default(100),
    after: z.string().max(400).optional(),
  }),
  output: z.strictObject({ rows: z.array(recordValues).max(500), next: z.string().nullable() }),
  refuses: ({ scope }, { form, fields, where }) => {
    const granted = grantedFields(scope, form);
    if (granted.length === 0) return `form "${form}" is not granted`;
    const beyond = [...fields, ...Object.keys(where)].find((field) => !granted.includes(field));
    return beyond === undefined ? undefined : `field "${beyond}" of form "${form}" is not granted`;
  },
  subject: ({ form, fields }) => `${form}: ${fields.join(", ")}`,
  run: async (ports, { call }, { form, fields, where, limit, after }) => {
    const page = await ports.records.read(call, { form, fields, where, limit, after });
    // Second floor: a port that answers with more than was asked for still gives nothing away.
    const rows = page.rows.slice(0, limit).map((row) => pick(row, fields));
    return { rows, next: page.next ?? null };
  },
});

function grantedFields(scope: z.output<typeof recordScope>, form: string): readonly string[] {
  return scope.forms.filter((entry) => entry.form === form).flatMap((entry) => entry.fields);
}

function pick<Value>(row: Readonly<Record<string, Value>>, fields: readonly string[]): Record<string, Value> {
  return Object.fromEntries(
    fields.filter((field) => Object.hasOwn(row, field)).map((field) => [field, row[field] as Value]),
  );
}
