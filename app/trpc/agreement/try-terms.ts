import { z } from "zod";
import { tryTerms as run } from "#app/services/agreement/try-terms.ts";
import { tenantProcedure } from "../base.ts";

export const tryTerms = tenantProcedure({ action: "edit", noun: "agreement", who: "staff" })
  .input(z.object({ agreementId: z.uuid(), terms: z.record(z.string(), z.unknown()) }))
  // It changes nothing; a query's address would be too long for the terms.
  .mutation(({ ctx, input }) => run(ctx.scope, input, ctx.locale));
