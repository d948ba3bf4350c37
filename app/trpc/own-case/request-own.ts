import { z } from "zod";
import { requestOwn as run } from "#app/services/case/own/act-on-own-case.ts";
import { tenantProcedure } from "../base.ts";
import { caseData } from "../case/case-data.ts";
import { line } from "../case/case-filter.ts";

export const requestOwn = tenantProcedure({ action: "open", noun: "case", who: "customer" })
  .input(
    z.object({
      service: line(100).min(1),
      key: line(60).min(8),
      servicePointId: z.uuid().optional(),
      freePoint: line(60).min(1).optional(),
      data: caseData.default({}),
    }),
  )
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
