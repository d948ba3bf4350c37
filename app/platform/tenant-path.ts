/**
 * The address of a page of a utility: `tenantPath("/t/dongjiang", "portal/bills")` → `/t/dongjiang/portal/bills`;
 * with an empty base (the utility has its own host name) → `/portal/bills`.
 */
export function tenantPath(base: string, page: string): string {
  const path = `${base}/${page.replace(/^\/+/, "")}`.replace(/\/+$/, "");
  return path === "" ? "/" : path;
}
