import { tenantPath } from "#app/platform/tenant-path.ts";
import { usePageRoot } from "./page-root.ts";

export { tenantPath };

/** Builds links inside the utility of this page: `const href = useTenantHref(); <Link to={href("portal/bills")}>`. */
export function useTenantHref(): (page: string) => string {
  const base = usePageRoot().tenant?.base ?? "";
  return (page) => tenantPath(base, page);
}
