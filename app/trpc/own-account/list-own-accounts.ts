import { listOwnAccounts as run } from "#app/services/identity/accounts/own-accounts.ts";
import { signedInProcedure } from "../base.ts";

export const listOwnAccounts = signedInProcedure({
  who: "customer",
  why: "Everybody may see for which accounts they may act.",
}).query(({ ctx }) => run(ctx.scope, ctx.session));
