import { z } from "zod";
import { requestCommand as run } from "#app/services/device/decide-command.ts";
import { tenantProcedure } from "../base.ts";

export const requestCommand = tenantProcedure({ action: "command", noun: "alarm", who: "staff" })
  .input(
    z.object({
      alarmId: z.uuid(),
      command: z.enum(["shutValve"]),
      reason: z.string().trim().min(1).max(500),
    }),
  )
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
