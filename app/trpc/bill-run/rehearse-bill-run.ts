import { z } from "zod";
import { rehearseBillRun as run } from "#app/services/bill-run/rehearse-bill-run.ts";
import { tenantProcedure } from "../base.ts";
import { month } from "../bill/bill-filter.ts";

export const rehearseBillRun = tenantProcedure({ action: "run", noun: "bill", who: "staff" })
  .input(z.object({ period: month }))
  .query(({ ctx, input }) => run(ctx.scope, input.period, ctx.locale));
