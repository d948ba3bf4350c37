import { z } from "zod";
import { workersFor } from "#app/services/case/list-workers.ts";
import { tenantProcedure } from "../base.ts";

export const listWorkers = tenantProcedure({ action: "dispatch", noun: "case", who: "staff" })
  .input(z.object({ caseId: z.uuid().optional() }))
  .query(({ ctx, input }) => workersFor(ctx.scope, input.caseId));
