import { z } from "zod";
import { daySchema, decimalSchema, wordsSchema } from "../common.ts";
import { DATASET_NAMES, datasetOf } from "./datasets.ts";

const columnSchema = z.string().regex(/^[a-z][A-Za-z0-9]*$/, "expected the name of a column of the dataset");
const conditionSchema = z.string().min(1).describe("CEL over the columns of the dataset");

/**
 * What is measured of the rows. `share`: how many of them meet a condition. `ratio`: the sum of one column over that of
 * another. Both, and `mean`, roll up as numerator and denominator, never as a mean of means.
 */
const measureSchema = z.discriminatedUnion("take", [
  z.strictObject({ take: z.literal("count") }),
  z.strictObject({ take: z.literal("share"), where: conditionSchema }),
  z.strictObject({ take: z.literal("sum"), of: columnSchema }),
  z.strictObject({ take: z.literal("mean"), of: columnSchema }),
  z.strictObject({ take: z.literal("ratio"), of: columnSchema, per: columnSchema }),
  z.strictObject({
    take: z.literal("percentile"),
    of: columnSchema,
    percent: z.number().min(1).max(99).default(50),
  }),
]);

const targetSchema = z.strictObject({
  from: daySchema,
  /** Reached from here on … */
  good: decimalSchema,
  /** … nearly reached from here on; anything else is missed. */
  fair: decimalSchema,
});

/** A figure by which a utility is judged, computed from its own data. */
export const kpiSchema = z
  .strictObject({
    label: wordsSchema,
    purpose: wordsSchema,
    /** The standard or contract that asks for it. */
    source: z.string().min(1).optional(),
    dataset: z.enum(DATASET_NAMES),
    measure: measureSchema,
    /** Which rows count at all. */
    filter: conditionSchema.optional(),
    dimensions: z.array(columnSchema).max(6).default([]),
    unit: z.enum(["percent", "number", "minutes", "money", "score"]),
    /** Whether more or less is better. */
    direction: z.enum(["higher", "lower"]),
    /** Each holds from its day until the next. */
    targets: z.array(targetSchema).default([]),
  })
  .superRefine((kpi, context) => {
    const at = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    const { columns } = datasetOf(kpi.dataset);
    const known = (type: "double" | "dimension") =>
      Object.entries(columns).flatMap(([name, column]) =>
        (type === "double" ? column.type === "double" : column.dimension) ? [name] : [],
      );
    const numbers = known("double");
    const { measure } = kpi;
    for (const place of ["of", "per"] as const) {
      const name = place in measure ? (measure as Record<string, unknown>)[place] : undefined;
      if (name !== undefined && !numbers.includes(name as string))
        at(
          ["measure", place],
          `expected a number of the dataset ${kpi.dataset}: ${numbers.join(", ") || "it has none"}`,
        );
    }
    const dimensions = known("dimension");
    kpi.dimensions.forEach((name, index) => {
      if (!dimensions.includes(name)) at(["dimensions", index], `expected one of ${dimensions.join(", ")}`);
    });
    kpi.targets.forEach((target, index) => {
      const before = kpi.targets[index - 1];
      if (before && before.from >= target.from) at(["targets", index, "from"], "the days must rise");
      const gap = Number(target.good) - Number(target.fair);
      if (kpi.direction === "higher" ? gap < 0 : gap > 0)
        at(["targets", index, "fair"], "must lie on the worse side of good");
    });
  });

export type Kpi = z.output<typeof kpiSchema>;
