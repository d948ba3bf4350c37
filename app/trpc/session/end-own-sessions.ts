import { z } from "zod";
import { endSessions } from "#app/services/identity/end-sessions.ts";
import { signedInProcedure } from "../base.ts";

export const endOwnSessions = signedInProcedure({
  who: ["staff", "customer"],
  why: "Everybody may end sessions of their own.",
})
  .input(z.object({ which: z.union([z.literal("others"), z.object({ id: z.uuid() })]) }))
  .mutation(({ ctx, input }) => endSessions(ctx.scope, ctx.session, input.which));
