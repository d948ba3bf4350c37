import { z } from "zod";
import { daySchema, decimalSchema, keySchema, urlSchema, wordsSchema } from "../common.ts";
import { agreementSchema } from "./agreement.ts";

/** An index register: what it stood at, and by what its difference is multiplied. */
const indicesSchema = z.strictObject({
  start: decimalSchema,
  end: decimalSchema,
  multiplier: decimalSchema.default("1"),
});

/**
 * A golden example: a bill that is known to be right, from a published case or checked by hand. It is kept with the
 * tariff, rated by the engine that bills customers at every check, and must come out to the last digit.
 */
export const exampleSchema = z
  .strictObject({
    label: wordsSchema,
    source: urlSchema.optional(),
    /** First day of the bill … */
    from: daySchema,
    /** … and the first day that is not in it. */
    to: daySchema,
    /** Months of the reading cycle; left out: from the days. */
    cycleMonths: z.int().min(1).max(12).optional(),
    /** As in docs/rate.md. */
    agreement: agreementSchema.optional(),
    /** What was used: "energy", "energy.peak", "reactive", … as an amount, or as two indices of a register. */
    usage: z.record(keySchema, z.union([decimalSchema, indicesSchema])).default({}),
    /** Highest demands: "demand", "demand.peak". */
    demand: z.record(keySchema, decimalSchema).default({}),
    expect: z.strictObject({
      total: decimalSchema,
      /** Amounts by the code of the line; lines that are not named are not looked at. */
      lines: z.record(keySchema, decimalSchema).optional(),
    }),
  })
  .refine((example) => example.from < example.to, {
    path: ["to"],
    message: "must be after the day from which the bill runs",
  });

export type Example = z.output<typeof exampleSchema>;
export type ExampleInput = z.input<typeof exampleSchema>;
