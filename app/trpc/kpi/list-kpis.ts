import { listKpis as run } from "#app/services/kpi/kpi-figures.ts";
import { tenantProcedure } from "../base.ts";
import { kpiPeriod, periodsOf } from "./kpi-input.ts";

export const listKpis = tenantProcedure({ action: "read", noun: "kpi", who: "staff" })
  .input(kpiPeriod)
  .query(async ({ ctx, input }) => {
    const { period, year } = periodsOf(input, ctx.tenant.timezone);
    const { firstDay, lastDay } = period;
    return { firstDay, lastDay, kpis: await run(ctx.scope, period, year) };
  });
