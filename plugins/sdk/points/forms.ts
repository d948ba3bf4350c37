import { z } from "zod";
import { extensionPoint } from "../extension-point.ts";
import { jsonValue, nameText, recordValues, wordsSchema } from "../values.ts";

const formRecord = z.strictObject({
  form: nameText,
  locale: z.enum(["zh-CN", "en"]),
  record: recordValues,
});

export const formValidate = extensionPoint({
  words: { "zh-CN": "检查表单的填写", en: "Validates a form" },
  input: formRecord,
  output: z.strictObject({
    problems: z
      .array(
        z.strictObject({
          /** Path of the field, "contacts.0.phone"; empty for the form as a whole. */
          field: z.string().max(200),
          words: wordsSchema,
        }),
      )
      .max(50),
  }),
  batched: false,
  deterministic: false,
  state: "fresh",
  budget: { cpuMs: 50, wallMs: 1_000 },
});

export const formLookup = extensionPoint({
  words: { "zh-CN": "为表单字段提供候选值", en: "Offers choices for a form field" },
  input: formRecord.extend({ field: nameText, text: z.string().max(200) }),
  output: z.strictObject({
    choices: z
      .array(
        z.strictObject({
          value: z.string().max(200),
          label: z.string().max(200),
          /** Other fields that choosing this fills in. */
          fill: recordValues.optional(),
        }),
      )
      .max(50),
  }),
  batched: false,
  deterministic: false,
  state: "fresh",
  budget: { cpuMs: 50, wallMs: 3_000 },
});

export const importMap = extensionPoint({
  words: { "zh-CN": "把外部文件的行映射为记录", en: "Maps rows of a foreign file to records" },
  input: z.strictObject({ source: nameText, line: z.number().int().min(1), row: recordValues }),
  output: z.discriminatedUnion("ok", [
    z.strictObject({ ok: z.literal(true), form: nameText, record: recordValues }),
    z.strictObject({
      ok: z.literal(false),
      field: z.string().max(200),
      found: jsonValue.optional(),
      expected: z.string().max(200),
    }),
  ]),
  batched: true,
  deterministic: false,
  state: "kept",
  budget: { cpuMs: 2_000, wallMs: 5_000, resultLength: 8_000_000 },
});
