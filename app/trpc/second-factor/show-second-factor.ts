import { showSecondFactor as run } from "#app/services/identity/second-factor/own-second-factor.ts";
import { signedInProcedure } from "../base.ts";

export const showSecondFactor = signedInProcedure({
  who: ["staff", "customer"],
  why: "Everybody may see whether a second factor guards their own account.",
}).query(({ ctx }) => run(ctx.scope, ctx.session));
