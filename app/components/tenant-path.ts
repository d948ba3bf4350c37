import { usePageRoot } from "./page-root.ts";

/**
 * The address of a page of a utility: `tenantPath("/t/dongjiang", "portal/bills")` → `/t/dongjiang/portal/bills`;
 * with an empty base (the utility has its own host name) → `/portal/bills`.
 */
export function tenantPath(base: string, page: string): string {
  const path = `${base}/${page.replace(/^\/+/, "")}`.replace(/\/+$/, "");
  return path === "" ? "/" : path;
}

/** Builds links inside the utility of this page: `const href = useTenantHref(); <Link to={href("portal/bills")}>`. */
export function useTenantHref(): (page: string) => string {
  const base = usePageRoot().tenant?.base ?? "";
  return (page) => tenantPath(base, page);
}
