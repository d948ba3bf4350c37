import { compareTenants as run } from "#app/services/tenant/compare-tenants.ts";
import { tenantProcedure } from "../base.ts";

export const compareTenants = tenantProcedure({ action: "compare", noun: "tenant", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope),
);
