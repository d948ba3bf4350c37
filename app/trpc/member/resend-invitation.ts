import { z } from "zod";
import { resendInvitation as run } from "#app/services/identity/links/invite-member.ts";
import { tenantProcedure } from "../base.ts";
import { linkTo } from "../link-to.ts";

export const resendInvitation = tenantProcedure({ action: "manage", noun: "member", who: "staff" })
  .input(z.object({ id: z.uuid() }))
  .mutation(({ ctx, input }) =>
    run(ctx.scope, input, {
      locale: ctx.locale,
      linkTo: (token) => linkTo(ctx, `auth/invitation?token=${token}`),
    }),
  );
