import { z } from "zod";
import { showRelease as run } from "#app/services/blueprint/show-release.ts";
import { tenantProcedure } from "../base.ts";

export const showRelease = tenantProcedure({ action: "read", noun: "blueprint", who: "staff" })
  .input(z.object({ number: z.int().positive(), from: z.int().positive().optional() }))
  .query(({ ctx, input }) => run(ctx.scope, input));
