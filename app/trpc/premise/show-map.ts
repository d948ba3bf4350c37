import { z } from "zod";
import { showMap as run } from "#app/services/premise/show-map.ts";
import { tenantProcedure } from "../base.ts";

export const showMap = tenantProcedure({ action: "read", noun: "premise", who: "staff" })
  .input(z.object({ cellId: z.uuid().optional() }))
  .query(async ({ ctx, input }) => {
    const { alarms, ...map } = await run(ctx.scope, input);
    // Whoever may see where people live need not see what is wrong there.
    return { ...map, alarms: ctx.ability.can("read", "alarm") ? alarms : [] };
  });
