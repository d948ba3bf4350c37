import type { IncomingMessage } from "node:http";
import { commonError } from "#app/platform/common-errors.ts";
import { policyActorOf, type Session } from "#app/platform/session.ts";
import { abilityOf } from "#app/policies/ability.ts";
import { findSession, recheckSession } from "#app/services/identity/find-session.ts";

/**
 * How a web process says for whom it passes a connection on. A page can set no header of a WebSocket, so a browser that
 * finds this process by itself gets in nowhere; and the token is looked up here again.
 */
export const PASSED_ON = { slug: "x-manifold-utility", token: "x-manifold-session" } as const;

/** Somebody who may look at the drafts of the utility that they are signed in at. */
export interface Admitted {
  readonly session: Session;
  readonly canEdit: boolean;
  /** Whether they still may, and whether they may edit; null: no more. */
  again(): Promise<{ readonly canEdit: boolean } | null>;
}

/**
 * Who may join: a member of staff of this very utility with the right to read its blueprint; to change it needs the right
 * to edit. @throws SIGN_IN_NEEDED, FORBIDDEN
 */
export async function admit({ headers }: IncomingMessage): Promise<Admitted> {
  const { [PASSED_ON.slug]: slug, [PASSED_ON.token]: token } = headers;
  if (typeof slug !== "string" || typeof token !== "string") throw commonError("SIGN_IN_NEEDED");
  const session = await findSession(slug, token);
  if (session === null) throw commonError("SIGN_IN_NEEDED");
  const right = rightOf(session);
  if (right === null) throw commonError("FORBIDDEN");
  return {
    session,
    ...right,
    again: async () => {
      const now = await recheckSession(slug, token);
      return now === null ? null : rightOf(now);
    },
  };
}

function rightOf(session: Session): { readonly canEdit: boolean } | null {
  const ability = abilityOf(policyActorOf(session));
  if (session.kind !== "staff" || !ability.can("read", "blueprint")) return null;
  return { canEdit: ability.can("edit", "blueprint") };
}
