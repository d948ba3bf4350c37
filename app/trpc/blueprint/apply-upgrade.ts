import { z } from "zod";
import { applyUpgrade as run } from "#app/services/blueprint/upgrade.ts";
import { tenantProcedure } from "../base.ts";
import { settledSchema } from "./show-upgrade.ts";

export const applyUpgrade = tenantProcedure({ action: "publish", noun: "blueprint", who: "staff" })
  .input(z.object({ to: z.int().positive(), settled: settledSchema, note: z.string().trim().max(2_000) }))
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
