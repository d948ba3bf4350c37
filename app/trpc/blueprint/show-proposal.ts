import { z } from "zod";
import { showProposal as run } from "#app/services/blueprint/show-proposal.ts";
import { tenantProcedure } from "../base.ts";

export const showProposal = tenantProcedure({ action: "read", noun: "blueprint", who: "staff" })
  .input(z.object({ proposalId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, input));
