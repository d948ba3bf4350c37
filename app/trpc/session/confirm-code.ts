import { z } from "zod";
import { confirmCode as run } from "#app/services/identity/codes/confirm-code.ts";
import { openProcedure, slugOf } from "../base.ts";
import { answerSignIn, signInRequestOf } from "./sign-in-answer.ts";

export const confirmCode = openProcedure({
  why: "The code precedes the session; without the cookie of the browser that asked it opens nothing.",
})
  .input(z.object({ code: z.string().trim().min(1).max(20) }))
  .mutation(async ({ ctx, input }) => {
    const token = ctx.request.token("flow");
    const signedIn = await run(slugOf(ctx), token, input.code, signInRequestOf(ctx), ctx.session);
    ctx.request.setToken("flow", undefined);
    return answerSignIn(ctx, signedIn, "customer");
  });
