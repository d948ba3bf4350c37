import { discardDraft as run } from "#app/services/draft/discard-draft.ts";
import { tenantProcedure } from "../base.ts";

export const discardDraft = tenantProcedure({ action: "edit", noun: "blueprint", who: "staff" }).mutation(
  ({ ctx }) => run(ctx.scope, new Date()),
);
