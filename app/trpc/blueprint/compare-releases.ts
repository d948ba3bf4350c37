import { z } from "zod";
import { compareReleases as run } from "#app/services/blueprint/compare-releases.ts";
import { tenantProcedure } from "../base.ts";

export const compareReleases = tenantProcedure({ action: "read", noun: "blueprint", who: "staff" })
  .input(z.object({ from: z.int().positive(), to: z.int().positive() }))
  .query(({ ctx, input }) => run(ctx.scope, input));
