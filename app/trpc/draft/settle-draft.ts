import { z } from "zod";
import { settleDraft as run } from "#app/services/draft/settle-draft.ts";
import { tenantProcedure } from "../base.ts";

export const settleDraft = tenantProcedure({ action: "edit", noun: "blueprint", who: "staff" })
  .input(z.object({ chosen: z.record(z.string().max(1_000), z.enum(["draft", "release"])) }))
  .mutation(({ ctx, input }) => run(ctx.scope, new Date(), input.chosen));
