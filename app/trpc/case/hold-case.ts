import { z } from "zod";
import { holdCase as run } from "#app/services/case/steer-case.ts";
import { tenantProcedure } from "../base.ts";
import { prose } from "./case-filter.ts";

export const holdCase = tenantProcedure({ action: "dispatch", noun: "case", who: "staff" })
  .input(z.object({ caseId: z.uuid(), reason: prose(500) }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.caseId, input.reason, new Date()));
