import { z } from "zod";
import { readTenant, withIdentity } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import { onNotice } from "#app/platform/notices.ts";
import { remember } from "#app/platform/remember.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { PLATFORM_COLOR, type TenantBrand } from "./tenant-brand.ts";

/** A utility as its pages show it, with what only the server needs of it. */
export interface StoredBrand extends TenantBrand {
  /** Host names of its own. A host is one utility's: nobody can load a pack that takes another's. */
  readonly hosts: readonly string[];
  /** The SVG behind `logoUrl`. */
  readonly logo: string | null;
}

export interface BrandStore {
  /** Every utility of this installation, upper tiers first. */
  list(): readonly TenantBrand[];
  bySlug(slug: string): TenantBrand | undefined;
  /** The utility that names this host as its own. */
  byHost(host: string): TenantBrand | undefined;
  /** The SVG behind `logoUrl`, or undefined when the slug or the hash is unknown. */
  logo(slug: string, hash: string): string | undefined;
}

export function storeOf(stored: readonly StoredBrand[]): BrandStore {
  // Hosts and logos stay here: a brand goes to every browser.
  const brands = new Map(stored.map(({ hosts: _, logo: __, ...brand }) => [brand.slug, brand]));
  const hosts = new Map(stored.flatMap(({ slug, hosts: own }) => own.map((host) => [host, slug] as const)));
  const logos = new Map(stored.map(({ logoUrl, logo }) => [logoUrl, logo]));
  const list = [...brands.values()];
  return {
    list: () => list,
    bySlug: (slug) => brands.get(slug),
    byHost: (host) => brands.get(hosts.get(host) ?? ""),
    logo: (slug, hash) => logos.get(logoAddress(slug, hash)) ?? undefined,
  };
}

const logoAddress = (slug: string, hash: string): string => `/brand/${slug}/${hash}.svg`;

/** How often it looks by itself: the notice of a change may be lost with a connection. */
const LOOK_AGAIN_MS = 30_000;

/** Reads the utilities, and again whenever one is made or changed; once a process, before it serves. */
export async function openBrands(): Promise<void> {
  const kept = remember<{ opened: boolean }>("brands.opened", () => ({ opened: false }));
  const holder = remember<{ store: BrandStore }>("brands", () => ({ store: storeOf([]) }));
  holder.store = storeOf(await readBrands());
  if (kept.opened) return;
  kept.opened = true;
  const again = (): void => {
    readBrands().then(
      (brands) => {
        holder.store = storeOf(brands);
      },
      (error: unknown) => logger.warn({ err: error }, "the utilities could not be read again"),
    );
  };
  onNotice("tenant", null, new AbortController().signal, again);
  setInterval(again, LOOK_AGAIN_MS).unref();
}

/** The utilities as this process knows them. Empty before `openBrands`. */
export function brandStore(): BrandStore {
  return remember<{ store: BrandStore }>("brands", () => ({ store: storeOf([]) })).store;
}

interface Row extends Omit<StoredBrand, "shortName" | "color" | "logoUrl" | "logo"> {
  readonly id: string;
  readonly brand: unknown;
}

const words = z.object({ "zh-CN": z.string().min(1), en: z.string().min(1) });

// What is not there, or is nonsense, is the platform's own look: no brand keeps a utility from its pages.
const brandSchema = z.object({
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .catch(PLATFORM_COLOR),
  logo: z.string().optional().catch(undefined),
  shortName: z
    .union([z.string().transform((name) => ({ "zh-CN": name, en: name })), words])
    .optional()
    .catch(undefined),
});

async function readBrands(): Promise<StoredBrand[]> {
  const { rows } = await withIdentity((sql) =>
    sql.query<Row>(
      `SELECT t.id, t.slug, t.name, t.kind, t.tier, p.slug AS parent, t.timezone, t.currency, t.locale, t.hosts, t.brand
       FROM platform.tenant t LEFT JOIN platform.tenant p ON p.id = t.parent_id
       ORDER BY array_position(ARRAY['grid', 'province', 'city', 'county'], t.tier), t.slug`,
    ),
  );
  return Promise.all(rows.map(brandOf));
}

async function brandOf({ id, brand, ...facts }: Row): Promise<StoredBrand> {
  const { color, logo: file, shortName } = brandSchema.parse(brand ?? {});
  const [logo] =
    file === undefined
      ? []
      : await readTenant<{ hash: string; content: string }>(
          systemScope(id),
          "tenant.logo",
          "SELECT hash, content FROM tenant_file WHERE tenant_id = $1 AND name = $2",
          [id, file],
        );
  return {
    ...facts,
    color,
    shortName: shortName ?? facts.name,
    logoUrl: logo === undefined ? null : logoAddress(facts.slug, logo.hash.slice(0, 12)),
    logo: logo?.content ?? null,
  };
}
