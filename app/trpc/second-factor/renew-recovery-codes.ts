import { z } from "zod";
import { renewOwnCodes } from "#app/services/identity/second-factor/own-second-factor.ts";
import { signedInProcedure } from "../base.ts";

export const renewRecoveryCodes = signedInProcedure({
  who: ["staff", "customer"],
  why: "Everybody may have new recovery codes for their own account, given a code.",
})
  .input(z.object({ code: z.string().trim().min(1).max(100) }))
  .mutation(({ ctx, input }) => renewOwnCodes(ctx.scope, ctx.session, input));
