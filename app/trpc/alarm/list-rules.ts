import { listRules as run } from "#app/services/alarm/list-rules.ts";
import { tenantProcedure } from "../base.ts";

export const listRules = tenantProcedure({ action: "read", noun: "alarm", who: "staff" }).query(({ ctx }) =>
  run(ctx.scope, new Date()),
);
