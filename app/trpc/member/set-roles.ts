import { z } from "zod";
import { STAFF_ROLES } from "#app/policies/policy.ts";
import { setRoles as run } from "#app/services/identity/set-roles.ts";
import { tenantProcedure } from "../base.ts";

export const setRoles = tenantProcedure({ action: "manage", noun: "member", who: "staff" })
  .input(z.object({ personId: z.uuid(), roles: z.array(z.enum(STAFF_ROLES)).max(STAFF_ROLES.length) }))
  .mutation(({ ctx, input }) => run(ctx.scope, input));
