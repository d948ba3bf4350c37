import { forgetSignOnLinks as run } from "#app/services/identity/sign-on/provider.ts";
import { tenantProcedure } from "../base.ts";

export const forgetSignOnLinks = tenantProcedure({ action: "edit", noun: "security", who: "staff" }).mutation(
  ({ ctx }) => run(ctx.scope),
);
