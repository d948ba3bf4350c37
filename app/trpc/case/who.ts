import type { Session } from "#app/platform/session.ts";
import type { Ability } from "#app/policies/ability.ts";
import type { Who } from "#app/services/case/who.ts";

/** The member of staff behind a call, as far as tasks are concerned. */
export function whoOf({ session, ability }: { session: Session; ability: Ability }): Who {
  return {
    personId: session.userId,
    roles: session.kind === "staff" ? session.roles : [],
    dispatches: ability.can("dispatch", "case"),
  };
}
