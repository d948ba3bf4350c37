import { z } from "zod";
import { decideCommand as run } from "#app/services/device/decide-command.ts";
import { tenantProcedure } from "../base.ts";

export const decideCommand = tenantProcedure({ action: "command", noun: "alarm", who: "staff" })
  .input(z.object({ commandId: z.uuid(), approve: z.boolean() }))
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
