import { beforeAll, describe, expect, it } from "vitest";
import { keyedHash, seal, unseal } from "./sealed.ts";

beforeAll(() => {
  process.env.DATABASE_URL ??= "postgres://owner@localhost/none";
  process.env.MANIFOLD_SECRET ??= "a root secret of at least thirty-two characters";
});

describe("a sealed text", () => {
  it("is opened for its purpose and owner, and for no other", () => {
    const sealed = seal("totp", "JBSWY3DPEHPK3PXP", "li");
    expect(unseal("totp", sealed, "li")).toBe("JBSWY3DPEHPK3PXP");
    expect(() => unseal("totp", sealed, "wang")).toThrow();
    expect(() => unseal("message", sealed, "li")).toThrow();
  });

  it("shows nothing of the text, and never looks the same twice", () => {
    const sealed = [seal("totp", "secret", "li"), seal("totp", "secret", "li")];
    expect(sealed[0]).not.toBe(sealed[1]);
    for (const text of sealed) {
      expect(text).not.toContain("secret");
      expect(Buffer.from(text.slice(2), "base64url").toString("latin1")).not.toContain("secret");
    }
  });

  it("cannot be changed in any byte, cut or made up", () => {
    const sealed = seal("totp", "secret", "li");
    const bytes = Buffer.from(sealed.slice(2), "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unseal("totp", `1.${changed.toString("base64url")}`, "li")).toThrow();
    }
    for (const broken of ["", "1.", "2.abc", sealed.slice(0, -4), "1.AAAA"])
      expect(() => unseal("totp", broken, "li")).toThrow();
  });
});

describe("a keyed hash", () => {
  it("tells apart where one part ends and the next begins", () => {
    expect(keyedHash("code", "ab", "c")).not.toEqual(keyedHash("code", "a", "bc"));
    expect(keyedHash("code", "ab", "c")).toEqual(keyedHash("code", "ab", "c"));
    expect(keyedHash("other", "ab", "c")).not.toEqual(keyedHash("code", "ab", "c"));
  });
});
