import { z } from "zod";
import { reopenCase as run } from "#app/services/case/steer-case.ts";
import { tenantProcedure } from "../base.ts";
import { prose } from "./case-filter.ts";

export const reopenCase = tenantProcedure({ action: "reopen", noun: "case", who: "staff" })
  .input(z.object({ caseId: z.uuid(), reason: prose(500) }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.caseId, input.reason, new Date()));
