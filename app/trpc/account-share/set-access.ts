import { z } from "zod";
import { CUSTOMER_ACCESS } from "#app/policies/customer-access.ts";
import { setAccess as run } from "#app/services/identity/accounts/share-account.ts";
import { tenantProcedure } from "../base.ts";

export const setAccess = tenantProcedure({ action: "manage", noun: "accountShare", who: "customer" })
  .input(z.object({ personId: z.uuid(), access: z.enum(CUSTOMER_ACCESS).nullable() }))
  .mutation(async ({ ctx, input }) => {
    await run(ctx.scope, input);
  });
