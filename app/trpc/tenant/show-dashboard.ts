import { showDashboard as run } from "#app/services/tenant/show-dashboard.ts";
import { tenantProcedure } from "../base.ts";

export const showDashboard = tenantProcedure({ action: "read", noun: "tenant", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope, { bills: ctx.ability.can("read", "bill") }),
);
