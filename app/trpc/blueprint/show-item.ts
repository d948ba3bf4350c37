import { z } from "zod";
import { showItem as run } from "#app/services/blueprint/list-items.ts";
import { tenantProcedure } from "../base.ts";

export const showItem = tenantProcedure({ action: "read", noun: "blueprint", who: "staff" })
  .input(z.object({ kind: z.string().max(100), key: z.string().max(200) }))
  .query(({ ctx, input }) => run(ctx.scope, input));
