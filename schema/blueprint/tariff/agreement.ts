import { z } from "zod";
import { Decimal } from "#engines/kernel/decimal.ts";
import { daySchema, decimalSchema, keySchema, monthDaySchema } from "../common.ts";

// What an agreement states, as it stands in a file: of `manifold rate`, and of a tariff's golden examples.
// docs/rate.md describes it.

/** A decimal as text, or a whole or short JSON number. */
const number = z.union([
  decimalSchema,
  z
    .number()
    .transform(String)
    .refine((text) => Decimal.tryParse(text) !== undefined, 'expected a decimal in quotes, such as "320"'),
]);

/** A part of a whole: 0.025, never 2.5 for two and a half percent. */
const share = number.refine((text) => {
  const value = typeof text === "string" ? Decimal.tryParse(text) : undefined;
  // What is no number at all has been named already.
  return value === undefined || (!value.isNegative && value.compare(Decimal.ONE) <= 0);
}, 'expected a share between 0 and 1, such as "0.025" for 2.5 %');

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
    .min(1)
    .refine(
      (entries) => new Set(entries.map(({ from }) => from)).size === entries.length,
      "two values begin on the same day",
    ),
]);

/** Of what there cannot be less than nothing: kVA, persons, m². */
const datedSize = datedNumber.refine(
  (stated) =>
    (typeof stated === "string" ? [stated] : stated.map(({ value }) => value)).every(
      // What is no number at all has been named already.
      (text) => typeof text !== "string" || Decimal.tryParse(text)?.isNegative !== true,
    ),
  "must not be below zero",
);

const openingUse = z.union([number, z.strictObject({ window: z.string().optional(), quantity: number })]);
const openingAmount = z.union([number, z.strictObject({ window: z.string().optional(), amount: number })]);
const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "expected a month such as 2025-07");

const held = {
  quantity: keySchema,
  /** Holds from this day … */
  from: daySchema.optional(),
  /** … until the day before this one. */
  until: daySchema.optional(),
};

const ofBill = {
  quantity: keySchema,
  period: keySchema.optional(),
  amount: number,
  /** Counts in the bill in which this day lies; left out: in each. */
  on: daySchema.optional(),
};

/** Changes of the measured quantity, in the order given (engines/billing SPEC B2). */
export const quantityRuleSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("loss-share"), ...held, share }),
    z.strictObject({ kind: z.literal("loss-fixed"), ...held, perMonth: number }),
    z.strictObject({ kind: z.literal("share"), ...held, share }),
    z.strictObject({ kind: z.literal("fixed"), ...held, perMonth: number }),
    z.strictObject({ kind: z.literal("less-fixed"), ...held, perMonth: number }),
    z.strictObject({ kind: z.literal("less"), ...ofBill }),
    z.strictObject({ kind: z.literal("correction"), ...ofBill }),
  ])
  .refine(
    (rule) =>
      !("until" in rule) || rule.from === undefined || rule.until === undefined || rule.from < rule.until,
    { path: ["until"], message: "must be after the day from which the rule holds" },
  );

export const agreementSchema = z.strictObject({
  start: daySchema.optional(),
  billingDay: z.int().min(1).max(31).optional(),
  /** Day on which the year of minimum charges begins. */
  yearStart: monthDaySchema.optional(),
  attributes: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .optional(),
  capacity: datedSize.optional(),
  persons: datedSize.optional(),
  contractDemand: datedSize.optional(),
  area: datedSize.optional(),
  meters: datedSize.optional(),
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

/** What an agreement in the database states besides its columns: the form of a file, and what only a chain of bills asks. */
export const termsSchema = agreementSchema.omit({ start: true, billingDay: true }).extend({
  /** The day on which `opening`, `peaks`, `bank` and `amounts` stood so: what was billed elsewhere before. */
  openingOn: daySchema.optional(),
  /** Cycles of two months and more close in the months that the cycle divides; 1 moves them one month on. */
  cycleOffset: z.int().min(0).max(11).optional(),
});

/** The terms of an agreement as they are written. */
export type TermsInput = z.input<typeof termsSchema>;

/** An agreement as it was written. */
export type AgreementInput = z.input<typeof agreementSchema>;
/** The same after checking: every number is text. */
export type StatedAgreement = z.output<typeof agreementSchema>;
export type StatedQuantityRule = z.output<typeof quantityRuleSchema>;
