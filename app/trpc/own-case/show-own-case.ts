import { z } from "zod";
import { showOwnCase as run } from "#app/services/case/own/own-case.ts";
import { tenantProcedure } from "../base.ts";

export const showOwnCase = tenantProcedure({ action: "read", noun: "case", who: "customer" })
  .input(z.object({ caseId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, input.caseId, new Date()));
