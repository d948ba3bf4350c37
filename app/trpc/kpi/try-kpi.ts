import { z } from "zod";
import { tryKpi as run } from "#app/services/kpi/try-kpi.ts";
import { keySchema } from "#schema/blueprint/common.ts";
import { tenantProcedure } from "../base.ts";
import { kpiPeriod, periodsOf } from "./kpi-input.ts";

export const tryKpi = tenantProcedure({ action: "try", noun: "kpi", who: "staff" })
  .input(kpiPeriod.extend({ key: keySchema.max(100), content: z.record(z.string(), z.unknown()) }))
  // It changes nothing; a query's address would be too long for a KPI.
  .mutation(({ ctx, input }) => {
    const { period, year } = periodsOf(input, ctx.tenant.timezone);
    return run(ctx.scope, input, period, year);
  });
