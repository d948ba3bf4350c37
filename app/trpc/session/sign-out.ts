import { endSessions } from "#app/services/identity/end-sessions.ts";
import { openProcedure } from "../base.ts";

export const signOut = openProcedure({
  why: "Signing out without a session must take the dead cookie away, not fail.",
}).mutation(async ({ ctx }) => {
  const { session, scope } = ctx;
  if (session !== null && scope !== null && session.kind !== "api")
    await endSessions(scope, session, { id: session.id });
  ctx.request.setToken("session", undefined);
});
