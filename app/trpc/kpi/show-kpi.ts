import { showKpi as run } from "#app/services/kpi/kpi-figures.ts";
import { tenantProcedure } from "../base.ts";
import { kpiInput, periodsOf } from "./kpi-input.ts";

export const showKpi = tenantProcedure({ action: "read", noun: "kpi", who: "staff" })
  .input(kpiInput)
  .query(async ({ ctx, input }) => {
    const { period, year } = periodsOf(input, ctx.tenant.timezone);
    const { firstDay, lastDay } = period;
    return { firstDay, lastDay, ...(await run(ctx.scope, input.key, period, year, input.by)) };
  });
