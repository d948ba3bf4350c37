import { z } from "zod";
import { steerShadowRun as run } from "#app/services/shadow-run/steer-shadow-run.ts";
import { tenantProcedure } from "../base.ts";

export const steerShadowRun = tenantProcedure({ action: "run", noun: "shadowRun", who: "staff" })
  .input(z.object({ shadowRunId: z.uuid(), steer: z.enum(["pause", "resume", "stop"]) }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.shadowRunId, input.steer, new Date()));
