import { z } from "zod";
import { tryRule as run } from "#app/services/alarm/try-rule.ts";
import { tenantProcedure } from "../base.ts";

export const tryRule = tenantProcedure({ action: "tryOut", noun: "alarm", who: "staff" })
  .input(
    z.object({
      key: z.string().max(100),
      parameters: z.record(z.string().max(60), z.number()).default({}),
      days: z.int().min(1).max(366).default(30),
    }),
  )
  .query(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
