import { z } from "zod";
import { resetPassword as run } from "#app/services/identity/links/reset-password.ts";
import { openProcedure, slugOf } from "../base.ts";

export const resetPassword = openProcedure({
  why: "The link's token, which only the mailbox holds, says whose password it sets; it is good once.",
})
  .input(z.object({ token: z.string().min(1).max(200), password: z.string().min(1).max(1000) }))
  .mutation(({ ctx, input }) =>
    run(slugOf(ctx), input.token, input.password, {
      ip: ctx.request.ip,
      requestId: ctx.requestId,
      locale: ctx.locale,
    }),
  );
