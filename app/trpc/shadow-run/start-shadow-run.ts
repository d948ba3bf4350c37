import { z } from "zod";
import { startShadowRun as run } from "#app/services/shadow-run/start-shadow-run.ts";
import { keySchema } from "#schema/blueprint/common.ts";
import { tenantProcedure } from "../base.ts";
import { month } from "../bill/bill-filter.ts";

export const startShadowRun = tenantProcedure({ action: "run", noun: "shadowRun", who: "staff" })
  .input(
    z
      .object({
        tariffKey: keySchema.max(100),
        /** The draft as it stands now; checked as a tariff. */
        content: z.record(z.string(), z.unknown()),
        liveKeys: z.array(keySchema.max(100)).min(1).max(50),
        from: month,
        to: month,
      })
      .refine(({ from, to }) => from <= to, { path: ["to"] }),
  )
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, inBackground: true, now: new Date() }));
