import { reportDrift as run } from "#app/services/blueprint/report-drift.ts";
import { tenantProcedure } from "../base.ts";

export const reportDrift = tenantProcedure({ action: "compare", noun: "tenant", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope),
);
