import { z } from "zod";
import { pauseBillRun as run } from "#app/services/bill-run/steer-bill-run.ts";
import { tenantProcedure } from "../base.ts";

export const pauseBillRun = tenantProcedure({ action: "run", noun: "bill", who: "staff" })
  .input(z.object({ billRunId: z.uuid() }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.billRunId));
