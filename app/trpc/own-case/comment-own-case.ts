import { z } from "zod";
import { commentOwnCase as run } from "#app/services/case/own/act-on-own-case.ts";
import { tenantProcedure } from "../base.ts";
import { prose } from "../case/case-filter.ts";

export const commentOwnCase = tenantProcedure({ action: "comment", noun: "case", who: "customer" })
  .input(z.object({ caseId: z.uuid(), text: prose(2_000) }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.caseId, input.text, new Date()));
