import { z } from "zod";
import { showMember as run } from "#app/services/identity/show-member.ts";
import { tenantProcedure } from "../base.ts";

export const showMember = tenantProcedure({ action: "read", noun: "member", who: "staff" })
  .input(z.object({ personId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, input));
