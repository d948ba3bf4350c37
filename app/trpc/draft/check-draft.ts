import { checkDraft as run } from "#app/services/draft/check-draft.ts";
import { tenantProcedure } from "../base.ts";

export const checkDraft = tenantProcedure({ action: "read", noun: "blueprint", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope, new Date()),
);
