import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { tenantPath } from "#app/components/tenant-path.ts";
import { page } from "#app/web/page.server.ts";

/** `/t/<slug>` is what people type; customers are most of them. */
export const loader = page(({ context }: LoaderFunctionArgs) => {
  return redirect(tenantPath(context.tenant?.base ?? "", "portal"));
});
