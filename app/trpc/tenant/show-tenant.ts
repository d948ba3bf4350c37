import { showTenant as run } from "#app/services/tenant/show-tenant.ts";
import { tenantProcedure } from "../base.ts";

export const showTenant = tenantProcedure({ action: "read", noun: "tenant", who: "staff" }).query(({ ctx }) =>
  run(ctx.scope),
);
