import { z } from "zod";
import { changeTerms as run } from "#app/services/agreement/change-terms.ts";
import { tenantProcedure } from "../base.ts";

export const changeTerms = tenantProcedure({ action: "edit", noun: "agreement", who: "staff" })
  .input(
    z.object({
      agreementId: z.uuid(),
      terms: z.record(z.string(), z.unknown()),
      version: z.string().regex(/^[0-9a-f]{32}$/),
      reason: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .regex(/^\P{Cc}*$/u),
    }),
  )
  .mutation(({ ctx, input }) => run(ctx.scope, input));
