import { z } from "zod";
import { confirmSignIn as run } from "#app/services/identity/confirm-sign-in.ts";
import { openProcedure, slugOf } from "../base.ts";
import { answerSession, signInRequestOf } from "./sign-in-answer.ts";

export const confirmSignIn = openProcedure({
  why: "The second step precedes the session; the first one's token, in a cookie, says whose it is.",
})
  .input(z.object({ code: z.string().trim().min(1).max(100) }))
  .mutation(async ({ ctx, input }) => {
    const opened = await run(slugOf(ctx), ctx.request.token("step"), input.code, signInRequestOf(ctx));
    answerSession(ctx, opened, opened.as);
    return { as: opened.as };
  });
