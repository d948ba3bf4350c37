import { z } from "zod";
import { acceptInvitation as run } from "#app/services/identity/links/accept-invitation.ts";
import { openProcedure, slugOf } from "../base.ts";

export const acceptInvitation = openProcedure({
  why: "Who is invited has no session yet; the link's token, which only the mailbox holds, is good once.",
})
  .input(
    z.object({
      token: z.string().min(1).max(200),
      name: z.string().trim().min(1).max(100),
      password: z.string().min(1).max(1000),
    }),
  )
  .mutation(({ ctx, input: { token, ...input } }) =>
    run(slugOf(ctx), token, input, { ip: ctx.request.ip, requestId: ctx.requestId }),
  );
