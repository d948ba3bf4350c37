import type { z } from "zod";
import { type Form, formSchema } from "#schema/blueprint/form/schema.ts";
import type { FormEnvironment } from "./program.ts";

/** Helpers of the tests and the bench: a form of these fields, in both languages the same label. */
export function formOf(
  fields: readonly Record<string, unknown>[],
  rest: Partial<Record<keyof Form, unknown>> = {},
): Form {
  return formSchema.parse({ label: words("Form"), fields: fields.map(labelled), ...rest } as z.input<
    typeof formSchema
  >);
}

export const words = (text: string) => ({ "zh-CN": text, en: text });

function labelled(field: Record<string, unknown>): Record<string, unknown> {
  const members = field.fields as readonly Record<string, unknown>[] | undefined;
  return {
    label: words(String(field.id)),
    ...field,
    ...(members === undefined ? {} : { fields: members.map(labelled) }),
  };
}

export const ENVIRONMENT: FormEnvironment = {
  context: { today: "2026-11-25", now: "2026-11-25T02:00:00Z", phone: "13800000101" },
  roles: ["field-worker"],
};

/** Sixty fields of which most look at others: the size of a long inspection record. */
export function sixtyFields(): Form {
  const fields = Array.from({ length: 60 }, (_, at): Record<string, unknown> => {
    const id = `f${at}`;
    if (at === 0) return { id, type: "yesNo" };
    if (at % 5 === 1) return { id, type: "number", decimals: 2, requiredWhen: "f0" };
    if (at % 5 === 2) return { id, type: "text", showWhen: `filled.f${at - 1} && f${at - 1} > 10.5` };
    if (at % 5 === 3)
      return { id, type: "computed", result: "number", value: `round(f${at - 2} * 1.13 + 2, 2)` };
    if (at % 5 === 4)
      return {
        id,
        type: "choice",
        options: ["a", "b"].map((code) => ({ code, label: words(code) })),
        requiredWhen: `f${at - 1} > 20.0`,
      };
    return { id, type: "yesNo", readOnlyWhen: `f${at - 1} == 'a'` };
  });
  return formOf(fields);
}
