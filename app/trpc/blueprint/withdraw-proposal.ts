import { z } from "zod";
import { withdrawProposal as run } from "#app/services/blueprint/decide-proposal.ts";
import { tenantProcedure } from "../base.ts";

export const withdrawProposal = tenantProcedure({ action: "edit", noun: "blueprint", who: "staff" })
  .input(z.object({ proposalId: z.uuid() }))
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
