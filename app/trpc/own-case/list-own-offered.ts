import { offeredServices } from "#app/services/case/own/offered-services.ts";
import { tenantProcedure } from "../base.ts";

export const listOwnOffered = tenantProcedure({ action: "read", noun: "case", who: "customer" }).query(
  ({ ctx }) => offeredServices(ctx.scope, "customer"),
);
