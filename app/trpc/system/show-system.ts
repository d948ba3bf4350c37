import { showSystem as run } from "#app/services/system/show-system.ts";
import { tenantProcedure } from "../base.ts";

export const showSystem = tenantProcedure({ action: "read", noun: "system", who: "staff" }).query(({ ctx }) =>
  run(ctx.scope),
);
