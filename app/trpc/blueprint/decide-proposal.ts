import { z } from "zod";
import { decideProposal as run } from "#app/services/blueprint/decide-proposal.ts";
import { tenantProcedure } from "../base.ts";

export const decideProposal = tenantProcedure({ action: "approve", noun: "blueprint", who: "staff" })
  .input(
    z.object({
      proposalId: z.uuid(),
      decision: z.enum(["approved", "returned"]),
      note: z.string().trim().max(2_000),
    }),
  )
  .mutation(({ ctx, input }) => run(ctx.scope, { ...input, now: new Date() }));
