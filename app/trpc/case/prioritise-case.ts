import { z } from "zod";
import { prioritiseCase as run } from "#app/services/case/steer-case.ts";
import { PRIORITIES } from "#schema/blueprint/service/schema.ts";
import { tenantProcedure } from "../base.ts";

export const prioritiseCase = tenantProcedure({ action: "dispatch", noun: "case", who: "staff" })
  .input(z.object({ caseId: z.uuid(), priority: z.enum(PRIORITIES) }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.caseId, input.priority, new Date()));
