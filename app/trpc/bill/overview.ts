import { customerOverview } from "#app/services/bill/customer-overview.ts";
import { tenantProcedure } from "../base.ts";

export const overview = tenantProcedure({ action: "read", noun: "bill", who: "customer" }).query(({ ctx }) =>
  customerOverview(ctx.scope),
);
