import { showSignOn as run } from "#app/services/identity/sign-on/provider.ts";
import { tenantProcedure } from "../base.ts";
import { linkTo } from "../link-to.ts";
import { SIGN_ON_RETURN } from "../session/begin-sign-on.ts";

export const showSignOn = tenantProcedure({ action: "read", noun: "security", who: "staff" }).query(
  async ({ ctx }) => ({ settings: await run(ctx.scope), returnTo: linkTo(ctx, SIGN_ON_RETURN) }),
);
