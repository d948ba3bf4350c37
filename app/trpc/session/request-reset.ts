import { z } from "zod";
import { requestReset as run } from "#app/services/identity/links/reset-password.ts";
import { openProcedure, slugOf } from "../base.ts";
import { linkTo } from "../link-to.ts";

export const requestReset = openProcedure({
  why: "Who forgot the password has no session; tries are counted, and the answer is the same for everybody.",
})
  .input(z.object({ as: z.enum(["staff", "customer"]), login: z.string().trim().min(1).max(254) }))
  .mutation(({ ctx, input }) =>
    run({
      ...input,
      slug: slugOf(ctx),
      ip: ctx.request.ip,
      locale: ctx.locale,
      linkTo: (token) => linkTo(ctx, `auth/reset?token=${token}`),
    }),
  );
