import { createInstance, type i18n, type Resource, type TFunction } from "i18next";
import type { LocaleTexts } from "#app/locales/zh-CN/index.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { remember } from "./remember.ts";

export type Namespace = keyof LocaleTexts;

function instances(): Map<Locale, i18n> {
  return remember("i18n", () => new Map());
}

/**
 * Makes a language ready. The server and the worker know both (`app/locales/all.ts`); a browser loads only the one it
 * shows. One fixed instance per language: requests of different languages can never disturb each other.
 */
export function addLocale(locale: Locale, texts: LocaleTexts): i18n {
  const made = createInstance();
  void made.init({
    lng: locale,
    resources: { [locale]: texts } as unknown as Resource,
    defaultNS: "common",
    ns: Object.keys(texts),
    fallbackLng: false,
    initAsync: false,
    returnNull: false,
    interpolation: { escapeValue: false, prefix: "{", suffix: "}" },
    react: { useSuspense: false },
  });
  instances().set(locale, made);
  return made;
}

export function hasLocale(locale: Locale): boolean {
  return instances().has(locale);
}

/** The i18next instance of a language; throws when the language was not added first. */
export function i18nFor(locale: Locale): i18n {
  const instance = instances().get(locale);
  if (!instance) throw new Error(`The texts of ${locale} are not loaded: call addLocale first`);
  return instance;
}

/** The translating function of one namespace, for loaders, `meta` and jobs: `translator("en", "portal")("bills.title")`. */
export function translator<const Ns extends Namespace>(locale: Locale, namespace: Ns): TFunction<Ns> {
  // The compiler cannot see that a namespace of ours is never null.
  return i18nFor(locale).getFixedT(null, namespace) as unknown as TFunction<Ns>;
}
