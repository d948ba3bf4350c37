import { z } from "zod";
import { beginSecondFactor as run } from "#app/services/identity/second-factor/own-second-factor.ts";
import { signedInProcedure } from "../base.ts";

export const beginSecondFactor = signedInProcedure({
  who: ["staff", "customer"],
  why: "Everybody may guard their own account by a second factor, given their password.",
})
  .input(z.object({ password: z.string().max(1000) }))
  .mutation(({ ctx, input }) => run(ctx.scope, ctx.session, input));
