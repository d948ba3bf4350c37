import { moveCases as run } from "#app/services/blueprint/move-cases.ts";
import { tenantProcedure } from "../base.ts";

export const moveCases = tenantProcedure({ action: "publish", noun: "blueprint", who: "staff" }).mutation(
  ({ ctx }) => run(ctx.scope, { rehearse: false, now: new Date() }),
);
