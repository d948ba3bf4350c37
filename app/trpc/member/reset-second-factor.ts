import { z } from "zod";
import { resetSecondFactor as run } from "#app/services/identity/second-factor/reset-second-factor.ts";
import { tenantProcedure } from "../base.ts";

export const resetSecondFactor = tenantProcedure({ action: "manage", noun: "member", who: "staff" })
  .input(z.object({ personId: z.uuid() }))
  .mutation(({ ctx, input }) => run(ctx.scope, input));
