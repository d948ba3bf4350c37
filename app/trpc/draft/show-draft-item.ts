import { z } from "zod";
import { showDraftItem as run } from "#app/services/draft/show-draft-item.ts";
import { tenantProcedure } from "../base.ts";

export const showDraftItem = tenantProcedure({ action: "read", noun: "blueprint", who: "staff" })
  .input(z.object({ kind: z.string().max(100), key: z.string().max(200) }))
  .query(({ ctx, input }) => run(ctx.scope, input));
