import { z } from "zod";
import { addComment } from "#app/services/case/comment-case.ts";
import { tenantProcedure } from "../base.ts";
import { prose } from "./case-filter.ts";

export const commentCase = tenantProcedure({ action: "comment", noun: "case", who: "staff" })
  .input(z.object({ caseId: z.uuid(), text: prose(2_000), forCustomer: z.boolean().default(false) }))
  .mutation(({ ctx, input: { caseId, ...comment } }) =>
    addComment(ctx.scope, caseId, { ...comment, now: new Date() }),
  );
