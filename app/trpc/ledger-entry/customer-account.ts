import { z } from "zod";
import { customerAccount as run } from "#app/services/ledger/customer-account.ts";
import { tenantProcedure } from "../base.ts";

export const customerAccount = tenantProcedure({ action: "read", noun: "ledgerEntry", who: "staff" })
  .input(z.object({ customerId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, input.customerId, ctx.locale));
