import { z } from "zod";
import { withTenantSql } from "#app/platform/database.ts";
import { openCase as run } from "#app/services/case/open-case.ts";
import { PRIORITIES } from "#schema/blueprint/service/schema.ts";
import { tenantProcedure } from "../base.ts";
import { caseData } from "./case-data.ts";
import { line } from "./case-filter.ts";

export const openCase = tenantProcedure({ action: "open", noun: "case", who: ["staff", "api"] })
  .input(
    z.object({
      service: line(100).min(1),
      key: line(100).min(8),
      customerId: z.uuid().optional(),
      premiseId: z.uuid().optional(),
      servicePointId: z.uuid().optional(),
      meterId: z.uuid().optional(),
      alarmId: z.uuid().optional(),
      data: caseData.default({}),
      priority: z.enum(PRIORITIES).optional(),
    }),
  )
  .mutation(({ ctx, input }) =>
    withTenantSql(ctx.scope, (sql) => run(sql, ctx.scope, { ...input, now: new Date() })),
  );
