import { describe, expect, it } from "vitest";
import type { ManifoldError } from "#engines/kernel/errors.ts";
import { checkPassword } from "./password-rules.ts";

const context = { lengthMin: 8, words: ["admin@linzhou", "admin", "linzhou", "周启明"] };
const codeOf = (password: string, lengthMin = 8): Promise<string> =>
  checkPassword(password, { ...context, lengthMin }).then(
    () => "ok",
    (error: ManifoldError) => error.code,
  );

describe("a new password", () => {
  it.each([
    ["short", "PASSWORD_WEAK"],
    ["1234567", "PASSWORD_WEAK"],
    ["x".repeat(201), "PASSWORD_LONG"],
    ["password1", "PASSWORD_COMMON"],
    ["PassWord123", "PASSWORD_COMMON"],
    ["ｐａｓｓｗｏｒｄ１２３", "PASSWORD_COMMON"],
    ["woaini1314", "PASSWORD_COMMON"],
    ["aaaaaaaaaaaa", "PASSWORD_COMMON"],
    ["abcabcabcabc", "PASSWORD_COMMON"],
    ["23456789:", "PASSWORD_COMMON"],
    ["zyxwvuts", "PASSWORD_COMMON"],
    ["admin@linzhou", "PASSWORD_PERSONAL"],
    ["Linzhou2026!", "PASSWORD_PERSONAL"],
    ["2026-linzhou", "PASSWORD_PERSONAL"],
    ["correct horse battery", "ok"],
    ["manifold-demo", "ok"],
    ["linzhou ist eine Stadt", "ok"],
    ["春江潮水连海平", "PASSWORD_WEAK"],
    ["春江潮水连海平海上", "ok"],
  ])("%s: %s", async (password, code) => {
    expect(await codeOf(password)).toBe(code);
  });

  it("may be as long as a sentence, with any characters and no particular kinds of them", async () => {
    expect(await codeOf("all small letters and spaces only here")).toBe("ok");
    expect(await codeOf(`${"x y ".repeat(16)}end`)).toBe("ok");
  });

  it("must be as long as the utility asks, counted in characters that people see", async () => {
    expect(await codeOf("tree-lamp-9", 12)).toBe("PASSWORD_WEAK");
    expect(await codeOf("tree-lamp-99", 12)).toBe("ok");
    expect(await codeOf("😀😀😀😀a😀b", 8)).toBe("PASSWORD_WEAK");
  });
});
