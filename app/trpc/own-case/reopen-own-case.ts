import { z } from "zod";
import { reopenOwnCase as run } from "#app/services/case/own/act-on-own-case.ts";
import { tenantProcedure } from "../base.ts";
import { prose } from "../case/case-filter.ts";

export const reopenOwnCase = tenantProcedure({ action: "reopen", noun: "case", who: "customer" })
  .input(z.object({ caseId: z.uuid(), reason: prose(500) }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.caseId, input.reason, new Date()));
