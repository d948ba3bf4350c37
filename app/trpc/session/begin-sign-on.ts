import { ATTEMPT_LIFE_S, beginSignOn as run } from "#app/services/identity/sign-on/begin-sign-on.ts";
import { openProcedure, slugOf } from "../base.ts";
import { linkTo } from "../link-to.ts";

/** Where the provider sends the browser back to; its administrator registers it there. */
export const SIGN_ON_RETURN = "auth/sign-on/return";

/** The answer is the address of the provider; the browser keeps a token. */
export const beginSignOn = openProcedure({
  why: "Who signs on elsewhere has no session yet; it is told where the provider is, and nothing of anybody.",
}).mutation(async ({ ctx }) => {
  const { location, token } = await run(slugOf(ctx), linkTo(ctx, SIGN_ON_RETURN), ctx.request.ip);
  ctx.request.setToken("flow", token, ATTEMPT_LIFE_S);
  return { location };
});
