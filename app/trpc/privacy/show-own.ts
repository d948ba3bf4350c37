import { showOwn as run } from "#app/services/privacy/show-person.ts";
import { tenantProcedure } from "../base.ts";

export const showOwn = tenantProcedure({ action: "read", noun: "privacy", who: "customer" }).query(
  ({ ctx }) => run(ctx.scope),
);
