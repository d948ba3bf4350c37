import { z } from "zod";
import { proposeDraft as run } from "#app/services/draft/propose-draft.ts";
import { tenantProcedure } from "../base.ts";

export const proposeDraft = tenantProcedure({ action: "edit", noun: "blueprint", who: "staff" })
  .input(z.object({ note: z.string().trim().max(2_000) }))
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
