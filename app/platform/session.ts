import type { PolicyActor } from "#app/policies/ability.ts";
import type { CustomerAccess } from "#app/policies/customer-access.ts";
import type { StaffRole } from "#app/policies/policy.ts";
import type { Scope } from "./tenancy.ts";

interface Common {
  /** The session's or key's own id, for lists and log lines; not the secret. */
  readonly id: string;
  /** The person; for an API key, the key. */
  readonly userId: string;
  readonly displayName: string;
  /** The one utility in which it is good. */
  readonly tenantId: string;
  /** The utilities whose rows may be read: the subtree for those who look after an upper tier, else only its own. */
  readonly readable: readonly string[];
}

/** Who is behind a request. It is looked up once, by app/services/identity, and never made of a request's own words. */
export type Session =
  | (Common & { readonly kind: "staff"; readonly roles: readonly StaffRole[] })
  | (Common & { readonly kind: "customer"; readonly customerId: string; readonly access: CustomerAccess })
  | (Common & { readonly kind: "api"; readonly scopes: readonly string[] });

export type SessionKind = Session["kind"];

/** Of whom abilities are made. */
export function policyActorOf(session: Session | null): PolicyActor {
  return session ?? { kind: "guest" };
}

/** On whose behalf the database is entered. */
export function scopeOf(session: Session, requestId: string, ip: string | undefined): Scope {
  return {
    tenantId: session.tenantId,
    readable: session.readable,
    ...(session.kind === "customer" ? { customerId: session.customerId } : {}),
    actor: { kind: session.kind, id: session.userId, name: session.displayName },
    requestId,
    ...(ip === undefined ? {} : { ip }),
  };
}
