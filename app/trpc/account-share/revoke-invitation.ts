import { z } from "zod";
import { revokeInvitation as run } from "#app/services/identity/accounts/share-account.ts";
import { tenantProcedure } from "../base.ts";

export const revokeInvitation = tenantProcedure({ action: "manage", noun: "accountShare", who: "customer" })
  .input(z.object({ id: z.uuid() }))
  .mutation(async ({ ctx, input }) => {
    await run(ctx.scope, input);
  });
