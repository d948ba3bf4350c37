import { z } from "zod";
import { signIn as run } from "#app/services/identity/sign-in.ts";
import { openProcedure, slugOf } from "../base.ts";
import { answerSignIn, signInRequestOf } from "./sign-in-answer.ts";

/** `next` says whether a second factor is asked for (`code`), must be set up first (`enrol`), or nothing more (null). */
export const signIn = openProcedure({ why: "Nobody has a session before this." })
  .input(
    z.object({
      as: z.enum(["staff", "customer"]),
      login: z.string().trim().min(1).max(200),
      password: z.string().min(1).max(1000),
    }),
  )
  .mutation(async ({ ctx, input }) =>
    answerSignIn(ctx, await run({ ...input, slug: slugOf(ctx), ...signInRequestOf(ctx) }), input.as),
  );
