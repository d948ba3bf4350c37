import { listShadowRuns as run } from "#app/services/shadow-run/show-shadow-run.ts";
import { tenantProcedure } from "../base.ts";

export const listShadowRuns = tenantProcedure({ action: "read", noun: "shadowRun", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope),
);
