import { listSessions } from "#app/services/identity/list-sessions.ts";
import { signedInProcedure } from "../base.ts";

export const listOwnSessions = signedInProcedure({
  who: ["staff", "customer"],
  why: "Everybody may see where they are signed in.",
}).query(({ ctx }) => listSessions(ctx.scope, ctx.session));
