import { z } from "zod";
import { answerOwnCase as run } from "#app/services/case/own/act-on-own-case.ts";
import { tenantProcedure } from "../base.ts";
import { line, prose } from "../case/case-filter.ts";

export const answerOwnCase = tenantProcedure({ action: "comment", noun: "case", who: "customer" })
  .input(z.object({ caseId: z.uuid(), outcome: line(100).min(1), comment: prose(2_000).default("") }))
  .mutation(({ ctx, input: { caseId, ...answer } }) =>
    run(ctx.scope, caseId, { ...answer, now: new Date() }),
  );
