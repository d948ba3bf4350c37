import { z } from "zod";
import { showTask as run } from "#app/services/case/show-task.ts";
import { tenantProcedure } from "../base.ts";
import { whoOf } from "./who.ts";

export const showTask = tenantProcedure({ action: "work", noun: "case", who: "staff" })
  .input(z.object({ caseId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, whoOf(ctx), input.caseId));
