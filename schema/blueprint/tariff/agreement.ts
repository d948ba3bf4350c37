import { z } from "zod";
import { daySchema, decimalSchema, keySchema, monthDaySchema } from "../common.ts";

// What an agreement states, as it stands in a file: of `manifold rate`, and of a tariff's golden examples.
// docs/rate.md describes it.

/** A decimal as text, or a whole or short JSON number. */
const number = z.union([decimalSchema, z.number().transform(String)]);

const datedNumber = z.union([
  number,
  z
    .array(
      z.looseObject({ from: daySchema }).transform((entry, context) => {
        const others = Object.entries(entry).filter(([key]) => key !== "from");
        const [value] = others;
        const parsed = number.safeParse(value?.[1]);
        if (others.length !== 1 || !parsed.success) {
          context.addIssue({ code: "custom", message: 'expected { "from": date, "value": "320" }' });
          return z.NEVER;
        }
        return { from: entry.from, value: parsed.data };
      }),
    )
    .min(1),
]);

const openingUse = z.union([number, z.strictObject({ window: z.string().optional(), quantity: number })]);
const openingAmount = z.union([number, z.strictObject({ window: z.string().optional(), amount: number })]);
const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "expected a month such as 2025-07");

const place = { quantity: keySchema, period: keySchema.optional() };

/** Changes of the measured quantity, in the order given (engines/billing SPEC B2). */
export const quantityRuleSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("loss-share"), quantity: keySchema, share: number }),
  z.strictObject({ kind: z.literal("loss-fixed"), quantity: keySchema, perMonth: number }),
  z.strictObject({ kind: z.literal("share"), quantity: keySchema, share: number }),
  z.strictObject({ kind: z.literal("fixed"), quantity: keySchema, perMonth: number }),
  z.strictObject({ kind: z.literal("less"), ...place, amount: number }),
  z.strictObject({ kind: z.literal("less-fixed"), quantity: keySchema, perMonth: number }),
  z.strictObject({ kind: z.literal("correction"), ...place, amount: number }),
]);

export const agreementSchema = z.strictObject({
  start: daySchema.optional(),
  billingDay: z.int().min(1).max(31).optional(),
  /** Day on which the year of minimum charges begins. */
  yearStart: monthDaySchema.optional(),
  attributes: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .optional(),
  capacity: datedNumber.optional(),
  persons: datedNumber.optional(),
  contractDemand: datedNumber.optional(),
  area: datedNumber.optional(),
  meters: datedNumber.optional(),
  /** Any other dated number that the tariff asks for by name. */
  numbers: z.record(z.string(), datedNumber).optional(),
  powerFactorStandard: number.optional(),
  powerFactorPercent: number.optional(),
  /** Use so far in the running window, by quantity. */
  opening: z.record(z.string(), openingUse).optional(),
  peaks: z
    .array(
      z.strictObject({
        month: monthSchema,
        quantity: keySchema.default("demand"),
        period: keySchema.optional(),
        value: number,
      }),
    )
    .optional(),
  bank: z.record(z.string(), z.array(z.strictObject({ month: monthSchema, quantity: number }))).optional(),
  /** Amounts of the running year by charge code, for limits by year. */
  amounts: z.record(z.string(), openingAmount).optional(),
  quantityRules: z.array(quantityRuleSchema).optional(),
});

/** An agreement as it was written. */
export type AgreementInput = z.input<typeof agreementSchema>;
/** The same after checking: every number is text. */
export type StatedAgreement = z.output<typeof agreementSchema>;
export type StatedQuantityRule = z.output<typeof quantityRuleSchema>;
