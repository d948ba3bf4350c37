import { type BrandStore, brandStore } from "./brands.ts";
import type { TenantContext } from "./context.ts";
import type { TenantBrand } from "./tenant-brand.ts";

const BY_PATH = /^\/t\/([a-z][a-z0-9-]*)(?=[/.]|$)/;

/**
 * Finds the utility of a request: by path `/t/<slug>/…` (demo), else by host name. Who runs the installation comes first, so
 * that no pack can take a host from another utility or from the platform: exact names of `MANIFOLD_HOSTS`
 * (`power.example.cn=dongjiang,…`), the platform's own address (`PUBLIC_URL`), the first label of a host under
 * `MANIFOLD_DOMAIN` (`dongjiang.example.cn`), and only then the `hosts` of the packs, each of which one pack may name.
 * Null means a page of the platform; pages of a tenant then answer 404.
 */
export function resolveTenant(
  hostname: string,
  pathname: string,
  store: BrandStore = brandStore(),
): TenantContext | null {
  const byPath = BY_PATH.exec(pathname)?.[1];
  if (byPath !== undefined) {
    const brand = store.bySlug(byPath);
    return brand ? { brand, base: `/t/${brand.slug}` } : null;
  }
  const brand = brandOfHost(hostname.toLowerCase(), store);
  return brand ? { brand, base: "" } : null;
}

function brandOfHost(hostname: string, store: BrandStore): TenantBrand | undefined {
  const { MANIFOLD_HOSTS, MANIFOLD_DOMAIN, PUBLIC_URL } = process.env;
  const exact = (MANIFOLD_HOSTS ?? "")
    .split(",")
    .map((pair) => pair.trim().split("="))
    .find(([host]) => host === hostname);
  if (exact) return store.bySlug(exact[1] ?? "");
  if (PUBLIC_URL && URL.parse(PUBLIC_URL)?.hostname === hostname) return undefined;
  if (MANIFOLD_DOMAIN && (hostname === MANIFOLD_DOMAIN || hostname.endsWith(`.${MANIFOLD_DOMAIN}`)))
    return store.bySlug(hostname.slice(0, -MANIFOLD_DOMAIN.length - 1));
  return store.byHost(hostname);
}
