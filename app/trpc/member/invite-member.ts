import { z } from "zod";
import { STAFF_ROLES } from "#app/policies/policy.ts";
import { inviteMember as run } from "#app/services/identity/links/invite-member.ts";
import { tenantProcedure } from "../base.ts";
import { linkTo } from "../link-to.ts";

export const inviteMember = tenantProcedure({ action: "manage", noun: "member", who: "staff" })
  .input(
    z.object({
      email: z.email().max(200),
      name: z.string().trim().min(1).max(100),
      roles: z.array(z.enum(STAFF_ROLES)).min(1).max(STAFF_ROLES.length),
    }),
  )
  .mutation(({ ctx, input }) =>
    run(ctx.scope, input, {
      locale: ctx.locale,
      linkTo: (token) => linkTo(ctx, `auth/invitation?token=${token}`),
    }),
  );
