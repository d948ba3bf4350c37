import { listApiKeys as run } from "#app/services/identity/api-keys.ts";
import { tenantProcedure } from "../base.ts";

export const listApiKeys = tenantProcedure({ action: "read", noun: "apiKey", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope),
);
