import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { useMemo } from "react";
import type { AppRouter } from "#app/trpc/router.ts";
import { usePageRoot } from "./page-root.ts";
import { tenantPath } from "./tenant-path.ts";

/**
 * The procedures from the browser, for what changes without a navigation (live progress, search while typing). Pages get
 * their data from loaders, which call the same procedures on the server.
 *
 * `const trpc = useTrpc(); await trpc.bill.list.query({ … })`. Calls of one moment go in one request.
 */
export function useTrpc() {
  const base = usePageRoot().tenant?.base ?? "";
  return useMemo(
    () =>
      createTRPCClient<AppRouter>({
        links: [httpBatchLink({ url: tenantPath(base, "api/trpc"), maxItems: 20 })],
      }),
    [base],
  );
}
