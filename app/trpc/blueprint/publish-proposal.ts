import { z } from "zod";
import { publishProposal as run } from "#app/services/blueprint/publish-proposal.ts";
import { tenantProcedure } from "../base.ts";

export const publishProposal = tenantProcedure({ action: "publish", noun: "blueprint", who: "staff" })
  .input(z.object({ proposalId: z.uuid() }))
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
