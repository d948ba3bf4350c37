import { z } from "zod";
import { showCase as run } from "#app/services/case/show-case.ts";
import { tenantProcedure } from "../base.ts";
import { whoOf } from "./who.ts";

export const showCase = tenantProcedure({ action: "read", noun: "case", who: "staff" })
  .input(z.object({ caseId: z.uuid() }))
  .query(async ({ ctx, input }) => ({
    ...(await run(ctx.scope, whoOf(ctx), input.caseId, new Date())),
    may: { work: ctx.ability.can("work", "case"), dispatch: ctx.ability.can("dispatch", "case") },
  }));
