import { z } from "zod";
import { showShadowRun as run } from "#app/services/shadow-run/show-shadow-run.ts";
import { tenantProcedure } from "../base.ts";

export const showShadowRun = tenantProcedure({ action: "read", noun: "shadowRun", who: "staff" })
  .input(z.object({ shadowRunId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, input.shadowRunId, ctx.locale));
