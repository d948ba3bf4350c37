import type { Locale, Words } from "#engines/kernel/errors.ts";

export type UtilityKind = "power" | "gas" | "water" | "heat";
export type Tier = "grid" | "province" | "city" | "county";

/** What every page must know of a utility before anybody has signed in: how it calls itself, looks, counts time and money. */
export interface TenantBrand {
  readonly slug: string;
  readonly name: Words;
  readonly shortName: Words;
  readonly kind: UtilityKind;
  readonly tier: Tier;
  /** Slug of the upper tier, or null at the root of a tree. */
  readonly parent: string | null;
  /** IANA zone, e.g. `Asia/Shanghai`. */
  readonly timezone: string;
  /** ISO 4217, e.g. `CNY`. */
  readonly currency: string;
  readonly locale: Locale;
  /** `#rrggbb`; the one accent of its pages. */
  readonly color: string;
  /** Address of the logo (SVG), or null: then its first letter stands in a square. */
  readonly logoUrl: string | null;
}

/** The platform's own look, on pages that belong to no utility. */
export const PLATFORM_COLOR = "#0f6e84";
