import { z } from "zod";
import { ownRequestForm as run } from "#app/services/case/own/offered-services.ts";
import { tenantProcedure } from "../base.ts";
import { line } from "../case/case-filter.ts";

export const ownRequestForm = tenantProcedure({ action: "open", noun: "case", who: "customer" })
  .input(z.object({ service: line(100).min(1) }))
  .query(({ ctx, input }) => run(ctx.scope, input.service, new Date()));
