import { listItems as run } from "#app/services/blueprint/list-items.ts";
import { tenantProcedure } from "../base.ts";

export const listItems = tenantProcedure({ action: "read", noun: "blueprint", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope),
);
