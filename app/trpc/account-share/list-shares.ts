import { listShares as run } from "#app/services/identity/accounts/share-account.ts";
import { tenantProcedure } from "../base.ts";

export const listShares = tenantProcedure({ action: "manage", noun: "accountShare", who: "customer" }).query(
  ({ ctx }) => run(ctx.scope),
);
