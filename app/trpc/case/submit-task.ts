import { z } from "zod";
import { submitTask as run } from "#app/services/case/submit-task.ts";
import { tenantProcedure } from "../base.ts";
import { caseData } from "./case-data.ts";
import { line } from "./case-filter.ts";
import { whoOf } from "./who.ts";

export const submitTask = tenantProcedure({ action: "work", noun: "case", who: "staff" })
  .input(
    z.object({
      caseId: z.uuid(),
      taskNumber: z.int().min(1).max(30_000),
      baseVersion: z.int().min(1).max(2_000_000_000),
      key: line(100).min(8),
      outcome: line(100).optional(),
      data: caseData.default({}),
      doneAt: z.coerce.date().optional(),
    }),
  )
  .mutation(({ ctx, input }) => {
    const who = whoOf(ctx);
    // Who sees personal data masked fills in only a task that is theirs (show-task.ts): another's form shows stars.
    const dispatches = who.dispatches && ctx.ability.can("read", "personalData");
    return run(ctx.scope, { ...who, dispatches }, { ...input, now: new Date() });
  });
