import { z } from "zod";
import { actOnAlarm } from "#app/services/alarm/act-on-alarms.ts";
import { tenantProcedure } from "../base.ts";
import { note } from "./inputs.ts";

export const resetAlarm = tenantProcedure({ action: "reset", noun: "alarm", who: "staff" })
  .input(z.object({ alarmId: z.uuid(), onSite: z.boolean(), note }))
  .mutation(({ ctx, input: { alarmId, ...deed } }) =>
    actOnAlarm(ctx.scope, alarmId, { act: "reset", ...deed }, new Date()),
  );
