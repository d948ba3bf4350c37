import { z } from "zod";
import { switchPlugin as run } from "#app/services/plugin/switch-plugin.ts";
import { tenantProcedure } from "../base.ts";

export const switchPlugin = tenantProcedure({ action: "switch", noun: "plugin", who: "staff" })
  .input(
    z.object({ plugin: z.string().max(64), off: z.boolean(), reason: z.string().trim().min(1).max(500) }),
  )
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
