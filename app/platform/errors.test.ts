import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { LOCALES } from "#engines/kernel/errors.ts";
import { catalogues } from "./errors.ts";

const rows = Object.entries(catalogues).flatMap(([part, catalogue]) =>
  Object.entries(catalogue).map(([code, spec]) => ({ part, code, spec })),
);

it("a code means one thing in the whole product", () => {
  const seen = new Map<string, string>();
  for (const { part, code } of rows) {
    expect(`${code} of ${seen.get(code) ?? part}`).toBe(`${code} of ${part}`);
    seen.set(code, part);
  }
});

it.each(rows)(
  "$code has words in both languages with the same parameters, and a status of an error",
  ({ spec }) => {
    expect(spec.status).toBeGreaterThanOrEqual(400);
    expect(spec.status).toBeLessThan(600);
    // `reasonZh` is the Chinese text of the parameter `reason`.
    const parameters = LOCALES.map((locale) =>
      [...new Set(spec[locale].match(/\{\w+\}/g)?.map((name: string) => name.replace(/Zh\}$/, "}")))]
        .sort()
        .join(),
    );
    for (const locale of LOCALES) expect(spec[locale].trim()).not.toBe("");
    const ownWords = spec["zh-CN"].replace(/\{\w+\}/g, "");
    if (/\p{L}/u.test(ownWords)) expect(ownWords).toMatch(/\p{Script=Han}/u);
    expect(new Set(parameters).size).toBe(1);
  },
);

it("no catalogue is forgotten: every file that defines errors has its row in app/platform/errors.ts", () => {
  const known = new Set<object>(Object.values(catalogues));
  const composed = readFileSync(path.join(import.meta.dirname, "errors.ts"), "utf8");
  const forgotten = sources().flatMap((file) => {
    const names = [...readFileSync(file, "utf8").matchAll(/export const (\w+) = defineErrors\(/g)].map(
      (m) => m[1],
    );
    return names.filter((name) => !composed.includes(`${name},`)).map((name) => `${file}: ${name}`);
  });
  expect(known.size).toBeGreaterThan(3);
  expect(forgotten).toEqual([]);
});

function sources(): string[] {
  const root = path.resolve(import.meta.dirname, "../..");
  return ["app", "engines", "sandbox", "schema", "plugins"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.includes("node_modules"))
      .map((file) => path.join(root, folder, file)),
  );
}
