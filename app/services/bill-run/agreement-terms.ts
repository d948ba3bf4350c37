import { z } from "zod";
import type { AgreementTerms, DatedNumber, Opening, QuantityRule } from "#engines/billing/index.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { type LocalDay, parseDay } from "#engines/kernel/zone.ts";
import { billExceptionErrors } from "./errors.ts";

const fail = errorsOf(billExceptionErrors);

/**
 * The form of `agreement.terms`: what the tariff asks of the agreement, as plain JSON with decimals as text.
 *
 *   { "attributes": { "class": "household" },
 *     "numbers": { "persons": "5", "kva": [{ "from": "2024-01-01", "value": "315" }] },
 *     "opening": { "on": "2026-10-01", "use": { "energy": { "window": "2026", "quantity": "2500" } } } }
 *
 * `opening` is what was used and billed elsewhere before the first bill of this system.
 */
const decimal = z.string().transform((text, context) => {
  const value = Decimal.tryParse(text);
  if (value !== undefined) return value;
  context.addIssue({ code: "custom", message: "expected a decimal number as text, such as 12.5" });
  return z.NEVER;
});

/** A part of a whole. 2.5 for 2.5 % would make a bill three and a half times too high. */
const share = decimal.refine(
  (value) => !value.isNegative && !value.greaterThan(Decimal.ONE),
  "expected a share from 0 to 1, such as 0.025 for 2.5 %",
);

const day = z.string().transform((text, context): LocalDay => {
  const value = parseDay(text);
  if (value !== undefined) return value;
  context.addIssue({ code: "custom", message: "expected a day such as 2026-10-01" });
  return z.NEVER;
});

const datedNumbers = z.union([
  decimal.transform((value): DatedNumber[] => [{ from: BEGINNING, value }]),
  z.array(z.strictObject({ from: day, value: decimal })).min(1),
]);

/** Before any agreement: 1 January 1900. */
const BEGINNING = -25_567;

/** An `Opening` of the billing engine, as it comes out of JSON. */
export const openingSchema = z.object({
  use: z.record(z.string(), z.object({ window: z.string().optional(), quantity: decimal })).optional(),
  peaks: z
    .array(z.object({ month: z.int(), quantity: z.string(), period: z.string().optional(), value: decimal }))
    .optional(),
  bank: z.record(z.string(), z.array(z.object({ month: z.int(), quantity: decimal }))).optional(),
  amounts: z.record(z.string(), z.object({ window: z.string().optional(), amount: decimal })).optional(),
});

const quantityRule = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("loss-share"), quantity: z.string(), share }),
  z.strictObject({ kind: z.literal("loss-fixed"), quantity: z.string(), perMonth: decimal }),
  z.strictObject({ kind: z.literal("share"), quantity: z.string(), share }),
  z.strictObject({ kind: z.literal("fixed"), quantity: z.string(), perMonth: decimal }),
  z.strictObject({ kind: z.literal("less-fixed"), quantity: z.string(), perMonth: decimal }),
  z.strictObject({
    kind: z.literal("less"),
    quantity: z.string(),
    period: z.string().optional(),
    amount: decimal,
  }),
  z.strictObject({
    kind: z.literal("correction"),
    quantity: z.string(),
    period: z.string().optional(),
    amount: decimal,
  }),
]);

const termsSchema = z.object({
  attributes: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .optional(),
  numbers: z.record(z.string(), datedNumbers).optional(),
  powerFactorStandard: decimal.optional(),
  /** Percent that the utility has laid down in place of the table. */
  powerFactorPercent: decimal.optional(),
  /** Day on which the year of minimum charges begins. */
  yearStart: z.strictObject({ month: z.int().min(1).max(12), day: z.int().min(1).max(31) }).optional(),
  quantityRules: z.array(quantityRule).optional(),
  opening: openingSchema.extend({ on: day }).optional(),
  /** Cycles of two months and more close in the months that `cycle` divides; 1 moves them one month on. */
  cycleOffset: z.int().min(0).max(11).optional(),
});

/** `agreement.terms` as it is written. */
export type TermsInput = z.input<typeof termsSchema>;

export interface ReadTerms {
  readonly agreement: AgreementTerms;
  /** What was used before the first bill, and on which day that was so. */
  readonly opening: { readonly on: LocalDay; readonly opening: Opening } | undefined;
}

/** Reads what an agreement states. Throws TERMS_INVALID with the path of the first fault. */
export function readTerms(terms: unknown, startOn: LocalDay): ReadTerms {
  const parsed = termsSchema.safeParse(terms);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path.join(".") ?? "";
    throw fail("TERMS_INVALID", { path, problem: issue?.message ?? "" }, { path });
  }
  const { attributes, numbers, powerFactorStandard, powerFactorPercent, yearStart, quantityRules, opening } =
    parsed.data;
  return {
    agreement: {
      start: startOn,
      ...(attributes && { attributes }),
      ...(numbers && { numbers }),
      ...(powerFactorStandard && { powerFactorStandard }),
      ...(powerFactorPercent && { powerFactorPercent }),
      ...(yearStart && { yearStart }),
      ...(quantityRules && { quantityRules: quantityRules as QuantityRule[] }),
    },
    opening: opening && { on: opening.on, opening: opening as Opening },
  };
}

/** The `closing` of a stored bill, to open the next one with. */
export function openingOf(closing: unknown): Opening {
  return openingSchema.parse(closing) as Opening;
}
