import { brandStore } from "./brands.ts";
import type { TenantContext } from "./context.ts";

const BY_PATH = /^\/t\/([a-z][a-z0-9-]*)(?=[/.]|$)/;

/**
 * Finds the utility of a request: by path `/t/<slug>/…` (demo), else by host name, exact (`MANIFOLD_HOSTS`:
 * `power.example.cn=dongjiang,…`) or as the first label of a host under `MANIFOLD_DOMAIN` (`dongjiang.example.cn`).
 * Null means a page of the platform; pages of a tenant then answer 404.
 */
export function resolveTenant(hostname: string, pathname: string): TenantContext | null {
  const byPath = BY_PATH.exec(pathname)?.[1];
  if (byPath !== undefined) {
    const brand = brandStore().bySlug(byPath);
    return brand ? { brand, base: `/t/${brand.slug}` } : null;
  }
  const slug = slugOfHost(hostname.toLowerCase());
  const brand = slug === undefined ? undefined : brandStore().bySlug(slug);
  return brand ? { brand, base: "" } : null;
}

function slugOfHost(hostname: string): string | undefined {
  const exact = (process.env.MANIFOLD_HOSTS ?? "")
    .split(",")
    .map((pair) => pair.trim().split("="))
    .find(([host]) => host === hostname);
  if (exact) return exact[1];
  const domain = process.env.MANIFOLD_DOMAIN;
  if (!domain || !hostname.endsWith(`.${domain}`)) return undefined;
  return hostname.slice(0, -domain.length - 1);
}
