import { z } from "zod";
import { COMMAND_STATES } from "#app/services/device/command-step.ts";
import { listCommands as run } from "#app/services/device/list-commands.ts";
import { tenantProcedure } from "../base.ts";

export const listCommands = tenantProcedure({ action: "read", noun: "alarm", who: ["staff", "api"] })
  .input(z.object({ state: z.enum(COMMAND_STATES).optional() }))
  .query(({ ctx, input }) => run(ctx.scope, input));
