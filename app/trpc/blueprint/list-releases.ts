import { z } from "zod";
import { listReleases as run } from "#app/services/blueprint/list-releases.ts";
import { tenantProcedure } from "../base.ts";

export const listReleases = tenantProcedure({ action: "read", noun: "blueprint", who: "staff" })
  .input(z.object({ before: z.int().positive().optional() }))
  .query(({ ctx, input }) => run(ctx.scope, input));
