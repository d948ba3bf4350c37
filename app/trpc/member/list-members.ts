import { z } from "zod";
import { STAFF_ROLES } from "#app/policies/policy.ts";
import { listMembers as run } from "#app/services/identity/list-members.ts";
import { tenantProcedure } from "../base.ts";

export const listMembers = tenantProcedure({ action: "read", noun: "member", who: "staff" })
  .input(
    z.object({
      search: z.string().trim().max(100).optional(),
      role: z.enum(STAFF_ROLES).optional(),
      after: z.string().max(200).optional(),
    }),
  )
  .query(({ ctx, input }) => run(ctx.scope, input));
