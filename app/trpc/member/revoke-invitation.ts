import { z } from "zod";
import { revokeMemberInvitation } from "#app/services/identity/links/invite-member.ts";
import { tenantProcedure } from "../base.ts";

export const revokeMemberInvitationProcedure = tenantProcedure({
  action: "manage",
  noun: "member",
  who: "staff",
})
  .input(z.object({ id: z.uuid() }))
  .mutation(({ ctx, input }) => revokeMemberInvitation(ctx.scope, input));
