import { listBillRuns as run } from "#app/services/bill-run/bill-run-progress.ts";
import { tenantProcedure } from "../base.ts";

export const listBillRuns = tenantProcedure({ action: "read", noun: "bill", who: "staff" }).query(({ ctx }) =>
  run(ctx.scope),
);
