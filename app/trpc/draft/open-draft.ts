import { openFrame } from "#app/services/draft/open-frame.ts";
import { tenantProcedure } from "../base.ts";

export const openDraft = tenantProcedure({ action: "read", noun: "blueprint", who: "staff" }).query(
  ({ ctx }) => openFrame(ctx.scope, new Date()),
);
