import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet } from "@remix-run/react";
import { notFound, page } from "#app/web/page.server.ts";

// Above every page of a utility: without a known utility none of them exists.
export const loader = page(({ context }: LoaderFunctionArgs) => {
  if (!context.tenant) throw notFound(context.requestId);
  return null;
});

export default function TenantPages() {
  return <Outlet />;
}
