import { listProposals as run } from "#app/services/blueprint/show-proposal.ts";
import { tenantProcedure } from "../base.ts";

export const listProposals = tenantProcedure({ action: "read", noun: "blueprint", who: "staff" }).query(
  ({ ctx }) => run(ctx.scope),
);
