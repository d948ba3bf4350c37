import { z } from "zod";
import { enrolSignIn as run } from "#app/services/identity/confirm-sign-in.ts";
import { openProcedure, slugOf } from "../base.ts";
import { answerSession, signInRequestOf } from "./sign-in-answer.ts";

/** The recovery codes are in this answer only. */
export const enrolSignIn = openProcedure({
  why: "Who must set up a second factor has no session before; the first step's token, in a cookie, says whose it is.",
})
  .input(z.object({ code: z.string().trim().min(1).max(100) }))
  .mutation(async ({ ctx, input }) => {
    const opened = await run(slugOf(ctx), ctx.request.token("step"), input.code, signInRequestOf(ctx));
    answerSession(ctx, opened, opened.as);
    return { as: opened.as, recoveryCodes: opened.recoveryCodes };
  });
