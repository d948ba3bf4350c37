import { z } from "zod";
import { ALARM_VIEWS } from "#app/services/alarm/list-alarms.ts";
import { ALARM_STATES } from "#engines/alarms/index.ts";
import { ALARM_SEVERITIES } from "#schema/blueprint/alarm/schema.ts";

/** Which alarms a list shows. */
export const alarmFilter = z.object({
  view: z.enum(ALARM_VIEWS).optional(),
  severity: z.enum(ALARM_SEVERITIES).optional(),
  state: z.enum(ALARM_STATES).optional(),
  rule: z.string().max(100).optional(),
  search: z.string().trim().max(100).optional(),
});

/** Why somebody did it. */
export const note = z.string().trim().min(1).max(500);
