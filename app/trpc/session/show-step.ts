import { showStep as run } from "#app/services/identity/confirm-sign-in.ts";
import { openProcedure, slugOf } from "../base.ts";

export const showStep = openProcedure({
  why: "The second step precedes the session; without the first step's token it tells nothing.",
}).query(({ ctx }) => run(slugOf(ctx), ctx.request.token("step")));
