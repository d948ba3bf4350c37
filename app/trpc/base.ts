import { initTRPC } from "@trpc/server";
import { z } from "zod";
import { commonError } from "#app/platform/common-errors.ts";
import type { SessionKind } from "#app/platform/session.ts";
import { spanned } from "#app/platform/tracing.ts";
import type { Action, Noun } from "#app/policies/index.ts";
import type { PersonalFields } from "#app/services/privacy/personal-fields.ts";
import { presenter } from "#app/services/privacy/present.ts";
import type { TrpcContext } from "./context.ts";
import { asTrpcError, faultBody, faultOf } from "./faults.ts";
import { type Guard, requireEntry } from "./guard.ts";

export type { Guard } from "./guard.ts";

/** Who may call a procedure at all, before it is asked what they may do. */
export type Who = SessionKind | readonly SessionKind[];

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
  return spanned(`trpc ${path}`, {}, async () => {
    const result = await next();
    if (!result.ok) throw asTrpcError(faultOf(result.error, ctx, path));
    return result;
  });
});

/**
 * A procedure inside a tenant: the caller must have a session of this very tenant, be of the kinds `who`, and be allowed
 * the action on the noun (app/policies), all before the service runs. `ctx.scope` is what services are given.
 *
 * `export const cancelBill = tenantProcedure({ action: "cancel", noun: "bill", who: "staff" }).input(…).mutation(…)`
 *
 * Throws SIGN_IN_NEEDED (401) or FORBIDDEN (403).
 */
export function tenantProcedure<N extends Noun>({
  who,
  ...guard
}: {
  noun: N;
  action: Action<N>;
  who: Who;
  personal?: PersonalFields;
  needed?: (answer: unknown, personId: string) => boolean;
}) {
  return guarded({ access: "tenant", ...guard, who: kinds(who) });
}

/** For what everyone who is signed in may do with what is their own (their sessions, signing out). Say why it asks no policy. */
export function signedInProcedure(guard: { who: Who; why: string }) {
  return guarded({ access: "signed-in", who: kinds(guard.who), why: guard.why });
}

/** For what precedes a session, such as signing in. Say why. It gets no scope. */
export function openProcedure(guard: { why: string }) {
  return procedure.meta({ access: "open", why: guard.why });
}

/** The utility that an open procedure speaks to. @throws UTILITY_UNKNOWN on a page of the platform */
export function slugOf({ tenant }: TrpcContext): string {
  if (tenant === null) throw commonError("UTILITY_UNKNOWN");
  return tenant.slug;
}

function guarded(guard: Exclude<Guard, { access: "open" }>) {
  return procedure.meta(guard).use(async ({ ctx, path, getRawInput, next }) => {
    const entered = requireEntry(guard, ctx);
    const result = await next({ ctx: entered });
    if (!result.ok || guard.access !== "tenant") return result;
    // No procedure can forget it: personal data leave masked, or with an entry in the log.
    const { noun, personal, needed } = guard;
    const call = { name: path, noun, personal, needed, customerId: customerIn(await getRawInput()) };
    return { ...result, data: await presenter({ ...entered, ability: ctx.ability }, call)(result.data) };
  });
}

/** Whose data were asked for, where the input says it. */
function customerIn(input: unknown): string | undefined {
  const asked = z.object({ customerId: z.uuid() }).safeParse(input);
  return asked.success ? asked.data.customerId : undefined;
}

const kinds = (who: Who): readonly SessionKind[] => (typeof who === "string" ? [who] : who);
