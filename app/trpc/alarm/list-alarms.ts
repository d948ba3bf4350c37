import { ALARM_SORTS, countAlarms, listAlarms as run } from "#app/services/alarm/list-alarms.ts";
import { tenantProcedure } from "../base.ts";
import { placeIn } from "../place.ts";
import { alarmFilter } from "./inputs.ts";

export const listAlarms = tenantProcedure({ action: "read", noun: "alarm", who: ["staff", "api"] })
  .input(alarmFilter.extend(placeIn(ALARM_SORTS).shape))
  .query(async ({ ctx, input: { sort, direction, after, before, ...filter } }) => {
    const [page, counts] = await Promise.all([
      run(ctx.scope, filter, { sort, direction, after, before }),
      countAlarms(ctx.scope),
    ]);
    return { ...page, counts };
  });
