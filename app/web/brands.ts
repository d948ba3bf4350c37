import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { remember } from "#app/platform/remember.ts";
import { LOCALES } from "#engines/kernel/errors.ts";
import { hostSchema } from "#schema/blueprint/tenant.ts";
import type { TenantBrand } from "./tenant-brand.ts";

const words = z.object({ "zh-CN": z.string().min(1), en: z.string().min(1) });

// The part of tenants/<slug>/tenant.yaml that pages need; the pack loader checks the whole file.
const brandOfPack = z.object({
  slug: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: words,
  kind: z.enum(["power", "gas", "water", "heat"]),
  tier: z.enum(["grid", "province", "city", "county"]),
  parent: z.string().nullish(),
  timezone: z.string(),
  currency: z.string().length(3),
  locale: z.enum(LOCALES),
  hosts: z.array(hostSchema).default([]),
  brand: z.object({
    color: z.string().regex(/^#[0-9a-fA-F]{6}$/),
    logo: z.string().optional(),
    shortName: z.union([z.string(), words]),
  }),
});

export interface BrandStore {
  /** Every utility of this installation, upper tiers first. */
  list(): readonly TenantBrand[];
  bySlug(slug: string): TenantBrand | undefined;
  /** The utility whose pack names this host. */
  byHost(host: string): TenantBrand | undefined;
  /** The SVG behind `logoUrl`, or undefined when the slug or the hash is unknown. */
  logo(slug: string, hash: string): string | undefined;
}

const TIER_ORDER = ["grid", "province", "city", "county"];

/**
 * Reads the brands of the packs under `directory`. A pack that cannot be read throws with its path, and so do two packs
 * that name one host: no page may guess whose it is.
 */
export function readBrands(directory: string): BrandStore {
  const brands = new Map<string, TenantBrand>();
  const logos = new Map<string, string>();
  const hosts = new Map<string, string>();
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name, "tenant.yaml");
    if (!entry.isDirectory() || !statSync(file, { throwIfNoEntry: false })) continue;
    const checked = brandOfPack.safeParse(parse(readFileSync(file, "utf8")));
    if (!checked.success) throw new Error(`${file}: ${z.prettifyError(checked.error)}`);
    const { brand, parent, hosts: own, ...facts } = checked.data;
    for (const host of own) {
      const other = hosts.get(host);
      if (other !== undefined && other !== facts.slug)
        throw new Error(`${file}: the host ${host} belongs to ${other} already. Name it in one pack only.`);
      hosts.set(host, facts.slug);
    }
    let logoUrl: string | null = null;
    if (brand.logo) {
      const svg = readFileSync(path.join(directory, entry.name, brand.logo), "utf8");
      const hash = createHash("sha256").update(svg).digest("hex").slice(0, 12);
      logos.set(`${facts.slug}/${hash}`, svg);
      logoUrl = `/brand/${facts.slug}/${hash}.svg`;
    }
    const shortName =
      typeof brand.shortName === "string"
        ? { "zh-CN": brand.shortName, en: brand.shortName }
        : brand.shortName;
    brands.set(facts.slug, { ...facts, shortName, parent: parent ?? null, color: brand.color, logoUrl });
  }
  const list = [...brands.values()].sort(
    (a, b) => TIER_ORDER.indexOf(a.tier) - TIER_ORDER.indexOf(b.tier) || a.slug.localeCompare(b.slug),
  );
  return {
    list: () => list,
    bySlug: (slug) => brands.get(slug),
    byHost: (host) => brands.get(hosts.get(host) ?? ""),
    logo: (slug, hash) => logos.get(`${slug}/${hash}`),
  };
}

/** The brands of this process. Folder: `MANIFOLD_TENANTS`, else `tenants/` of the project. */
export function brandStore(): BrandStore {
  return remember("brands", () => readBrands(process.env.MANIFOLD_TENANTS ?? path.resolve("tenants")));
}
