import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { jobs } from "#app/jobs/catalogue.ts";
import { API_SCOPES } from "#app/policies/index.ts";
import { AUDIT_ACTIONS, AUDIT_NOUNS } from "#app/services/audit/deeds.ts";
import { LOCALES, type Locale } from "#engines/kernel/errors.ts";
import { type SourceTexts, sourceTexts, textsOf } from "./check/source-texts.ts";
import en from "./en/index.ts";
import zhCN from "./zh-CN/index.ts";

const APP = path.resolve(import.meta.dirname, "..");
const INDEX: Record<Locale, Record<string, unknown>> = { "zh-CN": zhCN, en };

type Texts = Map<string, string>;

/** `{ a: { b: "x" } }` → `a.b` → x */
function flatten(value: unknown, prefix = ""): Texts {
  const texts: Texts = new Map();
  for (const [key, part] of Object.entries(value as Record<string, unknown>)) {
    if (typeof part === "string") texts.set(prefix + key, part);
    else for (const [inner, text] of flatten(part, `${prefix}${key}.`)) texts.set(inner, text);
  }
  return texts;
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const baseKey = (key: string): string => key.replace(PLURAL, "");

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string))].sort();
}

/** Faults of one namespace in two languages; empty when they agree. */
function mismatches(texts: Record<Locale, Texts>): string[] {
  const faults: string[] = [];
  const bases = {
    "zh-CN": new Set([...texts["zh-CN"].keys()].map(baseKey)),
    en: new Set([...texts.en.keys()].map(baseKey)),
  };
  for (const [locale, other] of [
    ["zh-CN", "en"],
    ["en", "zh-CN"],
  ] as const) {
    for (const key of bases[locale]) if (!bases[other].has(key)) faults.push(`${key} is missing in ${other}`);
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const [key, text] of texts[locale]) {
      if (text.trim() === "") faults.push(`${key} is empty in ${locale}`);
      if (PLURAL.test(key)) {
        for (const form of forms) {
          if (!texts[locale].has(`${baseKey(key)}_${form}`))
            faults.push(`${baseKey(key)}_${form} is missing in ${locale}`);
        }
      }
      if (locale === "en" && /\p{Script=Han}/u.test(text)) faults.push(`${key} is Chinese in en`);
      const twin = [...texts[other]].find(([candidate]) => baseKey(candidate) === baseKey(key))?.[1];
      // `count` chooses the form; a form may leave the number itself out.
      const names = (value: string): string =>
        placeholders(value)
          .filter((name) => name !== "count")
          .join(",");
      if (twin !== undefined && names(twin) !== names(text)) {
        faults.push(`${key}: {${names(text)}} in ${locale} but {${names(twin)}} in ${other}`);
      }
    }
  }
  return faults;
}

const files = (locale: Locale): string[] =>
  globSync("*.json", { cwd: path.join(import.meta.dirname, locale) })
    .map((file) => file.replace(/\.json$/, ""))
    .sort();

describe("locale files", () => {
  it("are the same namespaces in both languages, all of them in the index", () => {
    expect(files("zh-CN")).toEqual(files("en"));
    for (const locale of LOCALES) expect(Object.keys(INDEX[locale]).sort()).toEqual(files(locale));
  });

  it.each(files("zh-CN"))("%s: same keys, same placeholders, nothing empty", (namespace) => {
    const texts = Object.fromEntries(
      LOCALES.map((locale) => {
        const file = path.join(import.meta.dirname, locale, `${namespace}.json`);
        return [locale, flatten(JSON.parse(readFileSync(file, "utf8")))];
      }),
    ) as Record<Locale, Texts>;
    expect(mismatches(texts)).toEqual([]);
  });

  it("the check itself sees a missing key, another placeholder, a missing plural form, Chinese in English", () => {
    const faults = mismatches({
      "zh-CN": flatten({ a: "甲", b: "{name}好", n_other: "{count} 条" }),
      en: flatten({ b: "Hello {person}", n_other: "{count} rows", c: "丙", d: " " }),
    });
    expect(faults).toEqual(
      expect.arrayContaining([
        "a is missing in en",
        "b: {name} in zh-CN but {person} in en",
        "n_one is missing in en",
        "c is missing in zh-CN",
        "c is Chinese in en",
        "d is empty in en",
      ]),
    );
  });
});

const sources = new Map<string, SourceTexts>(
  globSync("**/*.{ts,tsx}", { cwd: APP, exclude: ["locales/**", "**/*.test.ts"] }).map((file) => [
    file,
    sourceTexts(path.join(APP, file)),
  ]),
);

/** Whether some file that speaks of the namespace also names the key, in full or by a pattern. */
function isUsed(namespace: string, key: string): boolean {
  for (const { literals, patterns } of sources.values()) {
    const qualified = `${namespace}:${key}`;
    if (literals.has(qualified) || patterns.some((pattern) => pattern.test(qualified))) return true;
    if (namespace !== "common" && !literals.has(namespace)) continue;
    if (literals.has(key) || patterns.some((pattern) => pattern.test(key))) return true;
  }
  return false;
}

describe("texts in the sources", () => {
  it.each(files("zh-CN"))("%s: every key is used", (namespace) => {
    const keys = new Set([...flatten(INDEX["zh-CN"][namespace]).keys()].map(baseKey));
    expect([...keys].filter((key) => !isUsed(namespace, key))).toEqual([]);
  });

  it("no words for people stand in the markup", () => {
    // Durations, months and days of the week are written by the formats themselves; the sample form is a blueprint item,
    // which holds both languages.
    const own = new Set(["components/format/datetime.ts", "routes/style/form-sample.server.ts"]);
    const faults = [...sources]
      .filter(([file]) => /^(components|routes|root|entry)/.test(file) && !own.has(file))
      .flatMap(([file, { hardCoded }]) => hardCoded.map(({ text, line }) => `${file}:${line} ${text}`));
    expect(faults).toEqual([]);
  });

  it("the check itself sees words in text, attributes and expressions", () => {
    const { hardCoded } = textsOf(
      "x.tsx",
      `const a = <p title="Pay now">Hello {ok ? "你好" : n} <b>·</b></p>;`,
    );
    expect(hardCoded.map(({ text }) => text)).toEqual(["Pay now", "Hello", "你好"]);
  });
});

describe("words of the audit trail", () => {
  it.each(LOCALES)("name every noun and every deed and nothing else, %s", (locale) => {
    const { noun, action } = (INDEX[locale] as typeof en).access.audit;
    expect(Object.keys(noun).sort()).toEqual([...AUDIT_NOUNS].sort());
    expect(Object.keys(action).sort()).toEqual([...AUDIT_ACTIONS].sort());
  });
});

describe("words of the scopes of an API key", () => {
  it.each(LOCALES)("name each that a key can have, %s", (locale) => {
    const { scope } = (INDEX[locale] as typeof en).access;
    expect(Object.keys(scope).sort()).toEqual(API_SCOPES.map((each) => each.replace(":", "-")).sort());
  });
});

describe("words of background work", () => {
  it.each(LOCALES)("name every job and nothing else, %s", (locale) => {
    const { tasks } = (INDEX[locale] as typeof en).access.system;
    expect([...flatten(tasks).keys()].sort()).toEqual(Object.keys(jobs).sort());
  });
});
