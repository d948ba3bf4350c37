import { z } from "zod";
import { editSignOn as run } from "#app/services/identity/sign-on/provider.ts";
import { tenantProcedure } from "../base.ts";

export const editSignOn = tenantProcedure({ action: "edit", noun: "security", who: "staff" })
  .input(
    z.object({
      name: z.string().trim().min(1).max(60),
      issuer: z.string().trim().min(1).max(300),
      clientId: z.string().trim().min(1).max(300),
      secret: z.string().min(1).max(1000).optional(),
      enabled: z.boolean(),
    }),
  )
  .mutation(({ ctx, input }) => run(ctx.scope, input));
