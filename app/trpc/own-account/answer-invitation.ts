import { z } from "zod";
import { answerInvitation as run } from "#app/services/identity/accounts/answer-invitation.ts";
import { signedInProcedure } from "../base.ts";

export const answerInvitation = signedInProcedure({
  who: "customer",
  why: "Everybody may answer an invitation to their own telephone number.",
})
  .input(z.object({ id: z.uuid(), accept: z.boolean() }))
  .mutation(({ ctx, input }) => run(ctx.scope, ctx.session, input));
