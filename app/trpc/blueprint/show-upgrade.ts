import { z } from "zod";
import { showUpgrade as run } from "#app/services/blueprint/upgrade.ts";
import { tenantProcedure } from "../base.ts";

/** What was chosen for each conflict, by its id. */
export const settledSchema = z.record(z.string().max(500), z.enum(["mine", "theirs"]));

export const showUpgrade = tenantProcedure({ action: "read", noun: "blueprint", who: "staff" })
  .input(z.object({ settled: settledSchema.optional() }))
  .query(({ ctx, input }) => run(ctx.scope, input.settled === undefined ? {} : { settled: input.settled }));
