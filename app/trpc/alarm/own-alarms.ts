import { ownAlarms as run } from "#app/services/alarm/own-alarms.ts";
import { tenantProcedure } from "../base.ts";

export const ownAlarms = tenantProcedure({ action: "read", noun: "alarm", who: "customer" }).query(
  ({ ctx }) => run(ctx.scope),
);
