import type { Request, Response } from "express";
import type { SessionKind } from "#app/platform/session.ts";
import type { Action, Noun } from "#app/policies/index.ts";
import type { PersonalFields } from "#app/services/privacy/personal-fields.ts";
import { presenter } from "#app/services/privacy/present.ts";
import type { Guard, Who } from "#app/trpc/base.ts";
import type { TrpcContext } from "#app/trpc/context.ts";
import type { Entered } from "#app/trpc/guard.ts";

/**
 * An HTTP endpoint that is no page and no procedure: an upload that streams, a download, the notification of a gateway.
 * `path` lies inside the utility: `api/reads` is served at `/t/<slug>/api/reads` and, under its host name, at `/api/reads`.
 */
export interface Endpoint {
  readonly method: "get" | "post" | "put" | "delete";
  readonly path: string;
  readonly guard: Guard;
  /** `transfer`: an upload or export that works for seconds, with a request budget of its own. */
  readonly budget?: "transfer";
  readonly handle: (request: Request, response: Response, context: EndpointContext) => Promise<void> | void;
}

/** `session` and `scope` are there unless the endpoint is open. */
export type EndpointContext = TrpcContext;
export type EnteredContext = TrpcContext &
  Entered & {
    /** Rows as this caller may see them: personal data masked, or logged. Every export sends its rows through it. */
    readonly present: ReturnType<typeof presenter>;
  };

/** An endpoint inside the tenant, guarded before `handle` runs like a procedure: session, kind of caller, policy. */
export function tenantEndpoint<N extends Noun>(row: {
  method: Endpoint["method"];
  path: string;
  noun: N;
  action: Action<N>;
  who: Who;
  budget?: "transfer";
  /** Fields of the rows that are personal here and not everywhere. */
  personal?: PersonalFields;
  handle: (request: Request, response: Response, context: EnteredContext) => Promise<void> | void;
}): Endpoint {
  const { method, path, noun, action, handle, budget, personal } = row;
  const who: readonly SessionKind[] = typeof row.who === "string" ? [row.who] : row.who;
  return {
    method,
    path,
    guard: { access: "tenant", noun, action, who },
    ...(budget === undefined ? {} : { budget }),
    handle: (request, response, context) => {
      const entered = context as TrpcContext & Entered;
      const present = presenter(entered, { name: path, noun, personal });
      return handle(request, response, { ...entered, present });
    },
  };
}

/** An endpoint that asks for no session, such as the signed notification of a payment gateway. Say why that is safe. */
export function openEndpoint(row: Omit<Endpoint, "guard"> & { why: string }): Endpoint {
  const { why, ...endpoint } = row;
  return { ...endpoint, guard: { access: "open", why } };
}
