import { z } from "zod";
import { commonError } from "#app/platform/common-errors.ts";
import { signIn as run } from "#app/services/identity/sign-in.ts";
import { openProcedure } from "../base.ts";

export const signIn = openProcedure({ why: "Nobody has a session before this." })
  .input(
    z.object({
      as: z.enum(["staff", "customer"]),
      login: z.string().trim().min(1).max(200),
      password: z.string().min(1).max(1000),
    }),
  )
  .mutation(async ({ ctx, input }) => {
    if (ctx.tenant === null) throw commonError("UTILITY_UNKNOWN");
    const { ip, agent } = ctx.request;
    const { token } = await run({ ...input, slug: ctx.tenant.slug, ip, agent, requestId: ctx.requestId });
    ctx.request.setSessionToken(token, input.as === "customer");
  });
