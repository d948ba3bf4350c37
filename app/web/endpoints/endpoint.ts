import type { Request, Response } from "express";
import type { SessionKind } from "#app/platform/session.ts";
import type { Action, Noun } from "#app/policies/index.ts";
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
export type EnteredContext = TrpcContext & Entered;

/** An endpoint inside the tenant, guarded before `handle` runs like a procedure: session, kind of caller, policy. */
export function tenantEndpoint<N extends Noun>(row: {
  method: Endpoint["method"];
  path: string;
  noun: N;
  action: Action<N>;
  who: Who;
  budget?: "transfer";
  handle: (request: Request, response: Response, context: EnteredContext) => Promise<void> | void;
}): Endpoint {
  const { method, path, noun, action, handle, budget } = row;
  const who: readonly SessionKind[] = typeof row.who === "string" ? [row.who] : row.who;
  return {
    method,
    path,
    guard: { access: "tenant", noun, action, who },
    ...(budget === undefined ? {} : { budget }),
    handle: (request, response, context) => handle(request, response, context as EnteredContext),
  };
}

/** An endpoint that asks for no session, such as the signed notification of a payment gateway. Say why that is safe. */
export function openEndpoint(row: Omit<Endpoint, "guard"> & { why: string }): Endpoint {
  const { why, ...endpoint } = row;
  return { ...endpoint, guard: { access: "open", why } };
}
