import { listErasures as run } from "#app/services/privacy/list-erasures.ts";
import { tenantProcedure } from "../base.ts";

export const listErasures = tenantProcedure({ action: "read", noun: "privacy", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope),
);
