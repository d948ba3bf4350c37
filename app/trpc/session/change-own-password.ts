import { z } from "zod";
import { changePassword } from "#app/services/identity/change-password.ts";
import { signedInProcedure } from "../base.ts";

export const changeOwnPassword = signedInProcedure({
  who: ["staff", "customer"],
  why: "Everybody may change their own password, given the present one.",
})
  .input(z.object({ current: z.string().max(1000), next: z.string().min(1).max(1000) }))
  .mutation(({ ctx, input }) => changePassword(ctx.scope, ctx.session, input));
