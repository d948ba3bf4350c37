import { z } from "zod";
import { claimCase as run } from "#app/services/case/assign-case.ts";
import { tenantProcedure } from "../base.ts";
import { whoOf } from "./who.ts";

export const claimCase = tenantProcedure({ action: "work", noun: "case", who: "staff" })
  .input(z.object({ caseId: z.uuid() }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.caseId, whoOf(ctx), new Date()));
