import { z } from "zod";
import { assignCase as run } from "#app/services/case/assign-case.ts";
import { tenantProcedure } from "../base.ts";

export const assignCase = tenantProcedure({ action: "dispatch", noun: "case", who: "staff" })
  .input(z.object({ caseId: z.uuid(), personId: z.uuid().nullable() }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.caseId, input.personId, new Date()));
