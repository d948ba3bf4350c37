import { z } from "zod";
import { showReset as run } from "#app/services/identity/links/reset-password.ts";
import { openProcedure, slugOf } from "../base.ts";

export const showReset = openProcedure({
  why: "The link's token, which only the mailbox holds, says for whom it is.",
})
  .input(z.object({ token: z.string().min(1).max(200) }))
  .query(({ ctx, input }) => run(slugOf(ctx), input.token));
