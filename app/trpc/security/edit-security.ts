import { z } from "zod";
import { STAFF_ROLES } from "#app/policies/policy.ts";
import { editSecurity as run } from "#app/services/identity/settings/security.ts";
import { tenantProcedure } from "../base.ts";

export const editSecurity = tenantProcedure({ action: "edit", noun: "security", who: "staff" })
  .input(
    z.object({
      secondFactorRoles: z.array(z.enum(STAFF_ROLES)).max(STAFF_ROLES.length),
      passwordLengthMin: z.number().int().min(8).max(30),
      customerCodes: z.boolean(),
    }),
  )
  .mutation(({ ctx, input }) => run(ctx.scope, ctx.session, input));
