import { env } from "#app/platform/env.ts";
import { tenantPath } from "#app/platform/tenant-path.ts";
import type { TrpcContext } from "./context.ts";

/**
 * The full address of a page of the utility, for a message. Never made of a host that a request may claim: whoever asks for
 * a link to a new password for somebody else would have it lead to a host of theirs. The host of a utility's own is one that
 * is configured, or the page would not have been found.
 */
export function linkTo({ tenant, request }: Pick<TrpcContext, "tenant" | "request">, page: string): string {
  const { PUBLIC_URL, MANIFOLD_DEMO, NODE_ENV, PORT } = env();
  const base = tenant?.base ?? "";
  const trusted = base === "" || MANIFOLD_DEMO || NODE_ENV !== "production";
  const origin =
    base !== "" && PUBLIC_URL ? PUBLIC_URL : trusted ? request.origin : `http://localhost:${PORT}`;
  return new URL(tenantPath(base, page), origin).toString();
}
