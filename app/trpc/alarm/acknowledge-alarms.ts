import { z } from "zod";
import { acknowledgeAlarms as run } from "#app/services/alarm/act-on-alarms.ts";
import { tenantProcedure } from "../base.ts";
import { note } from "./inputs.ts";

export const acknowledgeAlarms = tenantProcedure({ action: "acknowledge", noun: "alarm", who: "staff" })
  .input(z.object({ alarmIds: z.array(z.uuid()).min(1).max(500), note: note.optional() }))
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
