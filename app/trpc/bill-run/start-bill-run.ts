import { z } from "zod";
import { startBillRun as run } from "#app/services/bill-run/start-bill-run.ts";
import { tenantProcedure } from "../base.ts";
import { month } from "../bill/bill-filter.ts";

export const startBillRun = tenantProcedure({ action: "run", noun: "bill", who: "staff" })
  .input(z.object({ period: month }))
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, inBackground: true, now: new Date() }));
