import { listReceivedInvitations as run } from "#app/services/identity/accounts/answer-invitation.ts";
import { signedInProcedure } from "../base.ts";

export const listReceivedInvitations = signedInProcedure({
  who: "customer",
  why: "Everybody may see the invitations to their own telephone number.",
}).query(({ ctx }) => run(ctx.scope, ctx.session));
