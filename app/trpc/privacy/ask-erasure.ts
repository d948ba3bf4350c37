import { z } from "zod";
import { askErasure as run } from "#app/services/privacy/request-erasure.ts";
import { tenantProcedure } from "../base.ts";

export const askErasure = tenantProcedure({ action: "askErasure", noun: "privacy", who: "customer" })
  .input(z.object({ reason: z.string().trim().max(500) }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.reason, new Date()));
