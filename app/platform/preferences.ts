import { LOCALES, type Locale } from "#engines/kernel/errors.ts";

/** What a browser remembers about how a person likes to see pages. Not bound to a tenant, not secret, one year. */
export const LOCALE_COOKIE = "manifold-locale";
export const COLOR_SCHEME_COOKIE = "manifold-color-scheme";
export const PREFERENCE_MAX_AGE_S = 365 * 24 * 3600;

export const COLOR_SCHEMES = ["auto", "light", "dark"] as const;
export type ColorScheme = (typeof COLOR_SCHEMES)[number];

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

export function isColorScheme(value: unknown): value is ColorScheme {
  return COLOR_SCHEMES.some((scheme) => scheme === value);
}

/**
 * The language of a page: what the person chose, else the best of the browser's list, else the tenant's, else Chinese.
 * `acceptLanguage` is the header of RFC 9110 §12.5.4; `zh-TW;q=0.8` and `zh` count as Chinese, `en-GB` as English.
 */
export function chooseLocale(
  chosen: string | undefined,
  acceptLanguage: string | null | undefined,
  tenantLocale: Locale | undefined,
): Locale {
  if (isLocale(chosen)) return chosen;
  const wishes = (acceptLanguage ?? "")
    .split(",")
    .map((item, position) => {
      const [tag = "", ...parameters] = item.trim().toLowerCase().split(";");
      const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return { tag, position, weight: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight || a.position - b.position);
  for (const { tag } of wishes) {
    if (tag === "zh" || tag.startsWith("zh-")) return "zh-CN";
    if (tag === "en" || tag.startsWith("en-")) return "en";
  }
  return tenantLocale ?? "zh-CN";
}

/** A `Set-Cookie` value for a preference. Readable by scripts on purpose: the switch changes the page at once. */
export function preferenceCookie(name: string, value: string): string {
  return `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${PREFERENCE_MAX_AGE_S}; SameSite=Lax`;
}
