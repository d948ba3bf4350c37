import { expect, it } from "vitest";
import { chooseLocale, preferenceCookie } from "./preferences.ts";

it.each([
  ["en", "zh-CN", "zh-CN", "en"],
  [undefined, "en-GB,en;q=0.9,zh;q=0.8", "zh-CN", "en"],
  [undefined, "zh-TW;q=0.9,en;q=0.5", "en", "zh-CN"],
  [undefined, "fr-FR,fr;q=0.9,en;q=0.3", "zh-CN", "en"],
  [undefined, "en;q=0,fr", "zh-CN", "zh-CN"],
  [undefined, "de", "en", "en"],
  [undefined, undefined, undefined, "zh-CN"],
  ["klingon", "", "en", "en"],
] as const)("chosen %s, browser %s, utility %s: %s", (chosen, browser, tenant, expected) => {
  expect(chooseLocale(chosen, browser, tenant)).toBe(expected);
});

it("a preference lives a year for the whole site", () => {
  expect(preferenceCookie("manifold-locale", "en")).toBe(
    "manifold-locale=en; Path=/; Max-Age=31536000; SameSite=Lax",
  );
});
