import { z } from "zod";
import { proposeErasure as run } from "#app/services/privacy/request-erasure.ts";
import { tenantProcedure } from "../base.ts";

export const proposeErasure = tenantProcedure({ action: "erase", noun: "privacy", who: "staff" })
  .input(z.object({ customerId: z.uuid(), reason: z.string().trim().max(500) }))
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
