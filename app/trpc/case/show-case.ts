import { z } from "zod";
import { showCase as run } from "#app/services/case/show-case.ts";
import { tenantProcedure } from "../base.ts";
import { whoOf } from "./who.ts";

export const showCase = tenantProcedure({ action: "read", noun: "case", who: "staff" })
  .input(z.object({ caseId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, whoOf(ctx), input.caseId, new Date()));
