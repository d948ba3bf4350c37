import { z } from "zod";
import { CUSTOMER_ACCESS } from "#app/policies/customer-access.ts";
import { inviteToAccount as run } from "#app/services/identity/accounts/share-account.ts";
import { tenantProcedure } from "../base.ts";
import { linkTo } from "../link-to.ts";

export const inviteToAccount = tenantProcedure({ action: "manage", noun: "accountShare", who: "customer" })
  .input(z.object({ phone: z.string().trim().min(1).max(40), access: z.enum(CUSTOMER_ACCESS) }))
  .mutation(async ({ ctx, input }) => {
    await run(ctx.scope, input, { locale: ctx.locale, link: linkTo(ctx, "auth/code") });
  });
