import { z } from "zod";
import { listQuarantine as run } from "#app/services/read/list-quarantine.ts";
import { tenantProcedure } from "../base.ts";

const AFTER = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z\|[0-9a-f]{64}$/;

export const listQuarantine = tenantProcedure({ action: "read", noun: "read", who: ["staff", "api"] })
  .input(z.object({ after: z.string().regex(AFTER).optional() }))
  .query(({ ctx, input }) => run(ctx.scope, input));
