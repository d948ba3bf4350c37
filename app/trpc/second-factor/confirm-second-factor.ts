import { z } from "zod";
import { confirmSecondFactor as run } from "#app/services/identity/second-factor/own-second-factor.ts";
import { signedInProcedure } from "../base.ts";

export const confirmSecondFactor = signedInProcedure({
  who: ["staff", "customer"],
  why: "Everybody may put in force the second factor that they began to set up for themselves.",
})
  .input(z.object({ code: z.string().trim().min(1).max(100) }))
  .mutation(({ ctx, input }) => run(ctx.scope, ctx.session, input));
