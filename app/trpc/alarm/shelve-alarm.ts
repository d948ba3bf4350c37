import { z } from "zod";
import { actOnAlarm } from "#app/services/alarm/act-on-alarms.ts";
import { tenantProcedure } from "../base.ts";
import { note } from "./inputs.ts";

const alarmId = z.uuid();
/** At most a day: what is put aside comes back by itself. */
const MINUTES_MAX = 1_440;

/** Puts an alarm aside for a time, takes it out of service, or brings it back. */
export const shelveAlarm = tenantProcedure({ action: "shelve", noun: "alarm", who: "staff" })
  .input(
    z.discriminatedUnion("act", [
      z.object({ alarmId, act: z.literal("shelve"), minutes: z.int().min(1).max(MINUTES_MAX), note }),
      z.object({ alarmId, act: z.literal("unshelve") }),
      z.object({ alarmId, act: z.literal("removeFromService"), note }),
      z.object({ alarmId, act: z.literal("returnToService") }),
    ]),
  )
  .mutation(({ ctx, input }) => {
    const now = new Date();
    const { alarmId: id, ...deed } = input;
    return actOnAlarm(
      ctx.scope,
      id,
      deed.act === "shelve"
        ? { act: "shelve", note: deed.note, until: new Date(now.getTime() + deed.minutes * 60_000) }
        : deed,
      now,
    );
  });
