import { z } from "zod";
import { rollBack as run } from "#app/services/blueprint/roll-back.ts";
import { tenantProcedure } from "../base.ts";

export const rollBack = tenantProcedure({ action: "publish", noun: "blueprint", who: "staff" })
  .input(z.object({ number: z.int().positive() }))
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
