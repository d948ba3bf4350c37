import { initTRPC } from "@trpc/server";
import { commonError } from "#app/platform/common-errors.ts";
import type { Session, SessionKind } from "#app/platform/session.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Action, Noun } from "#app/policies/index.ts";
import type { TrpcContext } from "./context.ts";
import { asTrpcError, faultBody, faultOf } from "./faults.ts";

/** Who may call a procedure at all, before it is asked what they may do. */
export type Who = SessionKind | readonly SessionKind[];

/**
 * What guards a procedure, written at the procedure itself and read by the probe (tests/probe), which calls each one as
 * everybody who must not get through.
 */
export type Guard =
  | {
      readonly access: "tenant";
      readonly action: string;
      readonly noun: Noun;
      readonly who: readonly SessionKind[];
    }
  | { readonly access: "signed-in"; readonly why: string; readonly who: readonly SessionKind[] }
  | { readonly access: "open"; readonly why: string };

const t = initTRPC
  .context<TrpcContext>()
  .meta<Guard>()
  .create({
    errorFormatter({ error, ctx, path, shape }) {
      const fault = faultOf(error, ctx, path);
      return {
        code: shape.code,
        message: fault.wordsIn(ctx?.locale ?? "zh-CN"),
        data: faultBody(fault, ctx?.requestId ?? ""),
      };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Every procedure begins here: what it throws, its schema or a service, becomes an error of the catalogue. */
const procedure = t.procedure.use(async ({ ctx, path, next }) => {
  const result = await next();
  if (!result.ok) throw asTrpcError(faultOf(result.error, ctx, path));
  return result;
});

/**
 * A procedure inside a tenant: the caller must have a session of this very tenant, be of the kinds `who`, and be allowed
 * the action on the noun (app/policies), all before the service runs. `ctx.scope` is what services are given.
 *
 * `export const cancelBill = tenantProcedure({ action: "cancel", noun: "bill", who: "staff" }).input(…).mutation(…)`
 *
 * Throws SIGN_IN_NEEDED (401) or FORBIDDEN (403).
 */
export function tenantProcedure<N extends Noun>(guard: { noun: N; action: Action<N>; who: Who }) {
  const { noun, action } = guard;
  const who = kinds(guard.who);
  return procedure.meta({ access: "tenant", noun, action, who }).use(({ ctx, next }) => {
    const entered = entry(ctx, who);
    if (!ctx.ability.can(action, noun)) throw commonError("FORBIDDEN");
    return next({ ctx: entered });
  });
}

/** For what everyone who is signed in may do with what is their own (their sessions, signing out). Say why it asks no policy. */
export function signedInProcedure(guard: { who: Who; why: string }) {
  const who = kinds(guard.who);
  return procedure
    .meta({ access: "signed-in", who, why: guard.why })
    .use(({ ctx, next }) => next({ ctx: entry(ctx, who) }));
}

/** For what precedes a session, such as signing in. Say why. It gets no scope. */
export function openProcedure(guard: { why: string }) {
  return procedure.meta({ access: "open", why: guard.why });
}

function entry(ctx: TrpcContext, who: readonly SessionKind[]): { session: Session; scope: Scope } {
  const { session, scope } = ctx;
  if (session === null || scope === null) throw commonError("SIGN_IN_NEEDED");
  if (!who.includes(session.kind)) throw commonError("FORBIDDEN");
  return { session, scope };
}

const kinds = (who: Who): readonly SessionKind[] => (typeof who === "string" ? [who] : who);
