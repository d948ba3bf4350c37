import { z } from "zod";
import { showAlarm as run } from "#app/services/alarm/show-alarm.ts";
import { tenantProcedure } from "../base.ts";

export const showAlarm = tenantProcedure({ action: "read", noun: "alarm", who: ["staff", "api"] })
  .input(z.object({ alarmId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, input.alarmId));
