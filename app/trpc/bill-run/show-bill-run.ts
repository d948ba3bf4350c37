import { z } from "zod";
import { billRunProgress } from "#app/services/bill-run/bill-run-progress.ts";
import { tenantProcedure } from "../base.ts";

export const showBillRun = tenantProcedure({ action: "read", noun: "bill", who: "staff" })
  .input(z.object({ billRunId: z.uuid() }))
  .query(({ ctx, input }) => billRunProgress(ctx.scope, input.billRunId));
