import { z } from "zod";
import { showPlugin as run } from "#app/services/plugin/show-plugin.ts";
import { tenantProcedure } from "../base.ts";

export const showPlugin = tenantProcedure({ action: "read", noun: "plugin", who: "staff" })
  .input(z.object({ plugin: z.string().max(64) }))
  .query(({ ctx, input }) => run(ctx.scope, input.plugin, ctx.locale));
