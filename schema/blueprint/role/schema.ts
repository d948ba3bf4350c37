import { z } from "zod";
import { wordsSchema } from "../common.ts";

const nounSchema = z
  .string()
  .regex(/^[a-z][A-Za-z]*$/, "expected a noun of the policies, such as case or bill");

const actionSchema = z
  .string()
  .regex(/^[a-z][A-Za-z-]*$/, "expected an action of the noun's policy, such as read");

/**
 * A role of the utility's own, beside the built-in ones: what its members may do, by the nouns and actions of the policies.
 * It can give nothing that no built-in role of staff has; tenancy and the customer's floor hold beneath it all the same.
 */
export const roleSchema = z
  .strictObject({
    label: wordsSchema,
    description: wordsSchema.optional(),
    grants: z
      .array(z.strictObject({ noun: nounSchema, actions: z.array(actionSchema).min(1).max(50) }))
      .min(1)
      .max(100),
  })
  .superRefine(({ grants }, context) => {
    const seen = new Set<string>();
    grants.forEach(({ noun }, at) => {
      if (seen.has(noun))
        context.addIssue({
          code: "custom",
          path: ["grants", at, "noun"],
          message: `${noun} is listed twice`,
        });
      seen.add(noun);
    });
  });

export type Role = z.output<typeof roleSchema>;
