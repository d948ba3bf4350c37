import { z } from "zod";
import { withdrawErasure as run } from "#app/services/privacy/request-erasure.ts";
import { tenantProcedure } from "../base.ts";

export const withdrawErasure = tenantProcedure({ action: "askErasure", noun: "privacy", who: "customer" })
  .input(z.object({ erasureId: z.uuid() }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.erasureId));
