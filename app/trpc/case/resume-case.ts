import { z } from "zod";
import { resumeCase as run } from "#app/services/case/steer-case.ts";
import { tenantProcedure } from "../base.ts";

export const resumeCase = tenantProcedure({ action: "dispatch", noun: "case", who: "staff" })
  .input(z.object({ caseId: z.uuid() }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.caseId, new Date()));
