import { offeredServices } from "#app/services/case/own/offered-services.ts";
import { tenantProcedure } from "../base.ts";

export const listOffered = tenantProcedure({ action: "read", noun: "case", who: "staff" }).query(({ ctx }) =>
  offeredServices(ctx.scope, "staff"),
);
