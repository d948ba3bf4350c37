import { z } from "zod";
import { rateOwnCase as run } from "#app/services/case/own/act-on-own-case.ts";
import { tenantProcedure } from "../base.ts";
import { prose } from "../case/case-filter.ts";

export const rateOwnCase = tenantProcedure({ action: "rate", noun: "case", who: "customer" })
  .input(z.object({ caseId: z.uuid(), score: z.int().min(1).max(5), comment: prose(1_000).default("") }))
  .mutation(({ ctx, input: { caseId, ...rating } }) =>
    run(ctx.scope, caseId, { ...rating, now: new Date() }),
  );
