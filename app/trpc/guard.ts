import { commonError } from "#app/platform/common-errors.ts";
import type { Session, SessionKind } from "#app/platform/session.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Noun } from "#app/policies/index.ts";
import type { PersonalFields } from "#app/services/privacy/personal-fields.ts";
import type { RequestTenant, TrpcContext } from "./context.ts";

/**
 * What guards a procedure or an endpoint. It is written at the thing itself and read by the probe (tests/probe), which
 * calls each one as everybody who must not get through.
 */
export type Guard =
  | {
      readonly access: "tenant";
      readonly action: string;
      readonly noun: Noun;
      readonly who: readonly SessionKind[];
      /** Fields of the answer that are personal here and not everywhere: `name` of a customer. */
      readonly personal?: PersonalFields;
      /** Whether the answer is needed in full by who asked, whatever their role. It is logged all the same. */
      readonly needed?: (answer: unknown, personId: string) => boolean;
    }
  | { readonly access: "signed-in"; readonly why: string; readonly who: readonly SessionKind[] }
  | { readonly access: "open"; readonly why: string };

/** Who has come through a guard: a session of the very tenant that was asked, and the scope to enter it. */
export interface Entered {
  readonly session: Session;
  readonly scope: Scope;
  readonly tenant: RequestTenant;
}

/**
 * Lets a caller through or throws: first whether there is a session, then whether its kind may call this at all, then
 * the policy. Nothing means no.
 * @throws SIGN_IN_NEEDED (401), FORBIDDEN (403)
 */
export function requireEntry(guard: Exclude<Guard, { access: "open" }>, ctx: TrpcContext): Entered {
  const { session, scope, tenant } = ctx;
  if (session === null || scope === null || tenant === null) throw commonError("SIGN_IN_NEEDED");
  if (!guard.who.includes(session.kind)) throw commonError("FORBIDDEN");
  if (guard.access === "tenant" && !ctx.ability.can(guard.action, guard.noun)) throw commonError("FORBIDDEN");
  return { session, scope, tenant };
}

/** The same for a guard that may be open, which lets everybody through as they are. */
export function requireGuard(guard: Guard, ctx: TrpcContext): Entered | Record<string, never> {
  return guard.access === "open" ? {} : requireEntry(guard, ctx);
}
