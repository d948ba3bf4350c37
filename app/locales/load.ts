import { addLocale, hasLocale } from "#app/platform/i18n.ts";
import type { Locale } from "#engines/kernel/errors.ts";

/** Fetches the texts of one language into the browser. Each language is one file, loaded once. */
export async function loadLocale(locale: Locale): Promise<void> {
  if (hasLocale(locale)) return;
  const { texts } = locale === "zh-CN" ? await import("./zh-CN/index.ts") : await import("./en/index.ts");
  addLocale(locale, texts);
}
