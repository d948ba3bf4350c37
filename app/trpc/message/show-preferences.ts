import { showPreferences as run } from "#app/services/message/preferences.ts";
import { tenantProcedure } from "../base.ts";

export const showPreferences = tenantProcedure({ action: "receive", noun: "message", who: "customer" }).query(
  ({ ctx }) => run(ctx.scope),
);
