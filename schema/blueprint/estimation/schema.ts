import { z } from "zod";
import { Decimal } from "#engines/kernel/decimal.ts";
import { parseDuration } from "#engines/kernel/interval.ts";
import { decimalSchema, positiveDecimalSchema, wordsSchema } from "../common.ts";

/** Longest gap that may be interpolated: then a day and its two neighbours decide everything. */
const LONGEST_MS = 12 * 3_600_000;

const severitySchema = z.enum(["info", "warning", "error"]);
const actionSchema = z.enum(["flag", "estimate"]);

/** A share of the capacity of a register, above 0 and at most a half. */
const shareSchema = positiveDecimalSchema.refine(
  (text) => !(Decimal.tryParse(text)?.greaterThan(Decimal.parse("0.5")) ?? true),
  "expected a share of at most 0.5",
);

const longestSchema = z.string().refine((text) => {
  const duration = parseDuration(text);
  return duration !== undefined && duration.months === 0 && duration.days === 0 && duration.ms <= LONGEST_MS;
}, "expected a time of at most PT12H, such as PT2H");

/**
 * How reads are checked and what stands in for those that are missing or wrong. Checks that are left out are not made;
 * a gap and an index that goes backwards are always found.
 */
export const estimationSchema = z.strictObject({
  label: wordsSchema,
  /** Where the limits come from: a standard, a notice, an instruction of the utility. */
  source: z.string().optional(),
  checks: z
    .strictObject({
      gap: z.strictObject({ severity: severitySchema.default("warning") }).prefault({}),
      negative: z
        .strictObject({ severity: severitySchema.default("error"), action: actionSchema.default("estimate") })
        .optional(),
      spike: z
        .strictObject({
          severity: severitySchema.default("warning"),
          action: actionSchema.default("flag"),
          /** The day's highest value may exceed its third highest by this share: 1.8 lets 2.8 times pass. */
          ratio: positiveDecimalSchema.default("1.8"),
          /** Values up to this, in the unit of the channel, are never spikes. */
          floor: decimalSchema.default("0"),
        })
        .optional(),
      backwards: z.strictObject({ severity: severitySchema.default("error") }).prefault({}),
      rollover: z.strictObject({ share: shareSchema.default("0.1") }).prefault({}),
    })
    .prefault({}),
  estimation: z
    .strictObject({
      method: z.literal("linear").default("linear"),
      /** Gaps of at most this length are interpolated; longer ones stay open for staff. */
      longest: longestSchema.default("PT2H"),
    })
    .prefault({}),
});

export type EstimationRules = z.output<typeof estimationSchema>;

/**
 * The rules of a utility that has none of its own: the checks and limits of the Uniform Business Practices
 * (EEI 2000, vol. 2), where gaps of up to two hours are interpolated and a peak of 2.8 times the third highest is a spike.
 */
export const STANDARD_RULES: EstimationRules = estimationSchema.parse({
  label: { "zh-CN": "标准校验与估算规则", en: "Standard validation and estimation" },
  source: "EEI Uniform Business Practices for Unbundled Electricity Metering, vol. 2 (2000)",
  checks: { negative: {}, spike: {} },
});
