import { z } from "zod";
import { revokeApiKey as run } from "#app/services/identity/api-keys.ts";
import { tenantProcedure } from "../base.ts";

export const revokeApiKey = tenantProcedure({ action: "revoke", noun: "apiKey", who: "staff" })
  .input(z.object({ id: z.uuid() }))
  .mutation(({ ctx, input }) => run(ctx.scope, input));
