import { z } from "zod";
import { showInvitation as run } from "#app/services/identity/links/accept-invitation.ts";
import { openProcedure, slugOf } from "../base.ts";

export const showInvitation = openProcedure({
  why: "The link's token, which only the mailbox holds, says who is invited.",
})
  .input(z.object({ token: z.string().min(1).max(200) }))
  .query(({ ctx, input }) => run(slugOf(ctx), input.token));
