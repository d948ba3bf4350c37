import { z } from "zod";
import { withTenantSql } from "#app/platform/database.ts";
import { requestForm as run } from "#app/services/case/request-service.ts";
import { tenantProcedure } from "../base.ts";
import { line } from "./case-filter.ts";

export const requestForm = tenantProcedure({
  action: "open",
  noun: "case",
  who: ["staff", "api"],
  // Who takes a request up fills the form in from what is known: masked, the stars would be written down.
  needed: () => true,
})
  .input(
    z.object({
      service: line(100).min(1),
      customerId: z.uuid().optional(),
      premiseId: z.uuid().optional(),
      servicePointId: z.uuid().optional(),
    }),
  )
  .query(({ ctx, input: { service, ...about } }) =>
    withTenantSql(ctx.scope, (sql) => run(sql, ctx.scope, service, about, new Date())),
  );
