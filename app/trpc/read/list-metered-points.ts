import { z } from "zod";
import { listMeteredPoints as run } from "#app/services/read/list-metered-points.ts";
import { tenantProcedure } from "../base.ts";

export const listMeteredPoints = tenantProcedure({ action: "read", noun: "read", who: ["staff", "api"] })
  .input(z.object({ search: z.string().max(100).optional(), after: z.string().max(100).optional() }))
  .query(({ ctx, input }) => run(ctx.scope, input));
