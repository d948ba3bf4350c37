import { z } from "zod";

/** A month, "2026-10". */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** Filter and place of a list of bills. */
export const billFilter = z.object({
  // No NUL: PostgreSQL has no place for it.
  search: z
    .string()
    .trim()
    .max(100)
    .regex(/^\P{Cc}*$/u)
    .optional(),
  period: month.optional(),
  state: z.enum(["draft", "posted", "cancelled"]).optional(),
  open: z.boolean().optional(),
  customerId: z.uuid().optional(),
  after: z
    .string()
    .regex(/^\d{4}-\d{2}~[\w.-]{1,100}$/)
    .optional(),
});
