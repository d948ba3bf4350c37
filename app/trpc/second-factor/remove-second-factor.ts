import { z } from "zod";
import { removeSecondFactor as run } from "#app/services/identity/second-factor/own-second-factor.ts";
import { signedInProcedure } from "../base.ts";

export const removeSecondFactor = signedInProcedure({
  who: ["staff", "customer"],
  why: "Everybody may take their own second factor away, given a code, unless their utility asks for it.",
})
  .input(z.object({ code: z.string().trim().min(1).max(100) }))
  .mutation(({ ctx, input }) => run(ctx.scope, ctx.session, input));
