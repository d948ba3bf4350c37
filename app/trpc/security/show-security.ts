import { showSecurity as run } from "#app/services/identity/settings/security.ts";
import { tenantProcedure } from "../base.ts";

export const showSecurity = tenantProcedure({ action: "read", noun: "security", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope),
);
