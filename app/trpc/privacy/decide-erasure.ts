import { z } from "zod";
import { decideErasure as run } from "#app/services/privacy/request-erasure.ts";
import { tenantProcedure } from "../base.ts";

export const decideErasure = tenantProcedure({ action: "erase", noun: "privacy", who: "staff" })
  .input(z.object({ erasureId: z.uuid(), approve: z.boolean(), note: z.string().trim().max(500) }))
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
