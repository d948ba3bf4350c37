import { z } from "zod";
import { listFindings as run } from "#app/services/read/list-findings.ts";
import { tenantProcedure } from "../base.ts";

export const listFindings = tenantProcedure({ action: "read", noun: "read", who: ["staff", "api"] })
  .input(z.object({ before: z.string().max(200).optional() }))
  .query(({ ctx, input }) => run(ctx.scope, input));
