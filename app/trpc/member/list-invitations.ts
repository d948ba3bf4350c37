import { listInvitations as run } from "#app/services/identity/links/invite-member.ts";
import { tenantProcedure } from "../base.ts";

export const listInvitations = tenantProcedure({ action: "read", noun: "member", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope),
);
