import { z } from "zod";
import { keySchema, wordsSchema } from "../common.ts";

/** A list of codes that forms offer as choices and figures are grouped by: hazard grades, kinds of complaint. */
export const codelistSchema = z
  .strictObject({
    label: wordsSchema,
    /** The standard that the codes are taken from. */
    source: z.string().min(1).optional(),
    codes: z
      .array(
        z.strictObject({
          /** Stored with the data: it never changes its meaning. */
          code: keySchema,
          label: wordsSchema,
          /** The code that this one is part of, in a list of two or more levels. */
          parent: keySchema.optional(),
          /** Old data may hold it; it is offered no more. */
          retired: z.boolean().default(false),
        }),
      )
      .min(1)
      .max(2_000),
  })
  .superRefine(({ codes }, context) => {
    const parentOf = new Map<string, string | undefined>();
    codes.forEach(({ code, parent }, at) => {
      if (parentOf.has(code))
        context.addIssue({ code: "custom", path: ["codes", at, "code"], message: `${code} is listed twice` });
      parentOf.set(code, parent);
    });
    codes.forEach(({ code, parent }, at) => {
      if (parent === undefined) return;
      const path = ["codes", at, "parent"];
      if (!parentOf.has(parent)) context.addIssue({ code: "custom", path, message: `no code ${parent}` });
      const seen = new Set([code]);
      for (let up: string | undefined = parent; up !== undefined; up = parentOf.get(up)) {
        if (seen.has(up)) {
          context.addIssue({ code: "custom", path, message: `${code} would be part of itself` });
          break;
        }
        seen.add(up);
      }
    });
  });

export type Codelist = z.output<typeof codelistSchema>;
