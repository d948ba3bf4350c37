import { z } from "zod";
import { showMap as run } from "#app/services/premise/show-map.ts";
import { tenantProcedure } from "../base.ts";

export const showMap = tenantProcedure({ action: "read", noun: "premise", who: "staff" })
  .input(z.object({ cellId: z.uuid().optional() }))
  .query(({ ctx, input }) => run(ctx.scope, input));
