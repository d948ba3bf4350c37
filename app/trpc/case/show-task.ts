import { z } from "zod";
import { showTask as run, type TaskView } from "#app/services/case/show-task.ts";
import { tenantProcedure } from "../base.ts";
import { whoOf } from "./who.ts";

// Who does the task needs to know to whom they go; a form that is filled in from masked data would write the stars down.
const needed = (answer: unknown, personId: string): boolean =>
  (answer as TaskView).case.assigneeId === personId;

export const showTask = tenantProcedure({ action: "work", noun: "case", who: "staff", needed })
  .input(z.object({ caseId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, whoOf(ctx), input.caseId));
