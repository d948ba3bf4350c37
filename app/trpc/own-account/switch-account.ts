import { z } from "zod";
import { switchAccount as run } from "#app/services/identity/accounts/own-accounts.ts";
import { signedInProcedure } from "../base.ts";

export const switchAccount = signedInProcedure({
  who: "customer",
  why: "Everybody may act for any account that is theirs; the service asks which are.",
})
  .input(z.object({ customerId: z.uuid() }))
  .mutation(({ ctx, input }) => run(ctx.scope, ctx.session, input));
