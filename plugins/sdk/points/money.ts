import { z } from "zod";
import { extensionPoint } from "../extension-point.ts";
import { dayText, decimalText, idText, nameText, recordValues, wordsSchema } from "../values.ts";

/** A line of a bill as the rating left it. `amount` is in the currency of the bill. */
export const billLine = z.strictObject({
  code: nameText,
  words: wordsSchema.optional(),
  quantity: decimalText.optional(),
  unit: z.string().max(16).optional(),
  price: decimalText.optional(),
  amount: decimalText,
});
export type BillLine = z.output<typeof billLine>;

/** A bill before it is posted; nothing in it names a person. */
export const billDraft = z.strictObject({
  agreement: z.strictObject({
    id: idText.optional(),
    /** Class of the agreement as the tariff names it, for example "household". */
    class: nameText,
    commodity: z.enum(["power", "gas", "water", "heat"]),
    attributes: recordValues.optional(),
  }),
  /** First day and the day after the last. */
  period: z.strictObject({ from: dayText, to: dayText }),
  currency: z.string().regex(/^[A-Z]{3}$/),
  lines: z.array(billLine).max(1_000),
});
export type BillDraft = z.output<typeof billDraft>;

export const tariffCharge = extensionPoint({
  words: { "zh-CN": "在账单上增加费用行", en: "Adds charges to a bill" },
  input: billDraft,
  output: z.strictObject({ lines: z.array(billLine).max(50) }),
  batched: true,
  deterministic: true,
  state: "fresh",
  budget: { cpuMs: 2_000, wallMs: 3_000, resultLength: 4_000_000 },
});

export const billCheck = extensionPoint({
  words: { "zh-CN": "出账前检查账单", en: "Checks a bill before it is posted" },
  input: billDraft.extend({
    total: decimalText,
    /** Totals of the periods before, latest first. */
    history: z.array(z.strictObject({ from: dayText, to: dayText, total: decimalText })).max(36),
  }),
  output: z.strictObject({
    findings: z
      .array(
        z.strictObject({
          code: nameText,
          /** `hold` keeps the bill from being posted until a person has looked at it. */
          severity: z.enum(["note", "warn", "hold"]),
          words: wordsSchema,
        }),
      )
      .max(20),
  }),
  batched: true,
  deterministic: true,
  state: "fresh",
  budget: { cpuMs: 2_000, wallMs: 3_000, resultLength: 4_000_000 },
});
