import { listPlugins as run } from "#app/services/plugin/list-plugins.ts";
import { tenantProcedure } from "../base.ts";

export const listPlugins = tenantProcedure({ action: "read", noun: "plugin", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope),
);
