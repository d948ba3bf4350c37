import { z } from "zod";
import { LOCALES } from "#engines/kernel/errors.ts";
import { isCurrency } from "#engines/kernel/money.ts";
import { isZone } from "#engines/kernel/zone.ts";
import { wordsSchema } from "./common.ts";
import { UTILITIES } from "./tariff/schema.ts";

export const TIERS = ["grid", "province", "city", "county"] as const;
export type Tier = (typeof TIERS)[number];

export const slugSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,62}$/, "expected lower-case letters, digits and hyphens, such as linzhou-gas");

/** A name of the public DNS in lower case: no address, no port, no `localhost`. */
export const hostSchema = z
  .string()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    "expected a host name in lower case, such as power.example.cn",
  );

/** `tenant.yaml`: what a utility is, before anything that it configures. */
export const tenantSchema = z.strictObject({
  slug: slugSchema,
  name: wordsSchema,
  kind: z.enum(UTILITIES),
  tier: z.enum(TIERS),
  /** Slug of the upper tier, whose release this tenant's blueprint stands on. */
  parent: slugSchema.optional(),
  timezone: z.string().refine(isZone, "expected an IANA time zone such as Asia/Shanghai"),
  currency: z.string().refine(isCurrency, "expected an ISO 4217 code such as CNY"),
  locale: z.enum(LOCALES),
  /** Host names at which it is found in production. */
  hosts: z.array(hostSchema).optional(),
  brand: z.strictObject({
    /** The one accent colour of its pages. */
    color: z.string().regex(/^#[0-9a-f]{6}$/, "expected a colour such as #1f6f8b, in lower case"),
    /** File of the logo beside this file. */
    logo: z
      .string()
      .regex(/^[\w-]+\.svg$/, "expected the name of an SVG file, such as logo.svg")
      .optional(),
    shortName: wordsSchema,
  }),
  /** Where customers reach it: shown at a prominent place of its portal. */
  hotline: z.string().min(3).max(30).optional(),
  /** File of its map (GeoJSON) beside this file. */
  map: z
    .string()
    .regex(/^[\w-]+\.geojson$/, "expected the name of a GeoJSON file, such as map.geojson")
    .optional(),
});

export type TenantFacts = z.output<typeof tenantSchema>;
