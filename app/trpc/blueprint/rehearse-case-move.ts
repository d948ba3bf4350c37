import { moveCases } from "#app/services/blueprint/move-cases.ts";
import { tenantProcedure } from "../base.ts";

export const rehearseCaseMove = tenantProcedure({ action: "read", noun: "blueprint", who: "staff" }).query(
  ({ ctx }) => moveCases(ctx.scope, { rehearse: true, now: new Date() }),
);
