import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { tenantPath } from "#app/platform/tenant-path.ts";
import { page } from "./page.server.ts";

/**
 * The loader of an area's shell: whoever is not signed in as its kind of person is led to the sign-in and back. Pages
 * inside do not rely on it: each procedure that they call is guarded by itself.
 */
export function areaLoader(as: "staff" | "customer") {
  return page(({ request, context: { session, tenant } }: LoaderFunctionArgs) => {
    if (session?.kind === as) return null;
    const { pathname, search } = new URL(request.url);
    const query = new URLSearchParams({ as, redirectTo: pathname + search });
    throw redirect(`${tenantPath(tenant?.base ?? "", "auth/sign-in")}?${query}`);
  });
}
