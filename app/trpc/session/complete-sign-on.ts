import { z } from "zod";
import { completeSignOn as run } from "#app/services/identity/sign-on/complete-sign-on.ts";
import { openProcedure, slugOf } from "../base.ts";
import { linkTo } from "../link-to.ts";
import { SIGN_ON_RETURN } from "./begin-sign-on.ts";
import { answerSignIn, signInRequestOf } from "./sign-in-answer.ts";

/** Takes the parameters with which the provider sent the browser back. */
export const completeSignOn = openProcedure({
  why: "The provider's answer precedes the session; without the cookie of the browser that asked it opens nothing.",
})
  .input(z.object({ answer: z.string().max(8_000) }))
  .mutation(async ({ ctx, input }) => {
    const token = ctx.request.token("flow");
    const answer = new URL(linkTo(ctx, SIGN_ON_RETURN));
    answer.search = input.answer;
    ctx.request.setToken("flow", undefined);
    return answerSignIn(ctx, await run(slugOf(ctx), token, answer, signInRequestOf(ctx)), "staff");
  });
