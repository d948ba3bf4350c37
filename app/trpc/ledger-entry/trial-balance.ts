import { trialBalance as run } from "#app/services/ledger/trial-balance.ts";
import { tenantProcedure } from "../base.ts";

export const trialBalance = tenantProcedure({ action: "read", noun: "ledgerEntry", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope, ctx.locale),
);
