import { describe, expect, it } from "vitest";
import { type Facts, openProductDatabase, wordsFor } from "./database.ts";

const good: Facts = {
  number: 150_004,
  version: "15.4",
  name: "owner",
  database: "utility",
  may_make_roles: true,
  may_create: true,
};

describe("a given database", () => {
  it("may be PostgreSQL 15", () => {
    expect(wordsFor(good, "db:5432/utility")).toBe("PostgreSQL 15.4 at db:5432/utility");
  });

  it("may not be older, in one line that says what to do", () => {
    expect(() => wordsFor({ ...good, number: 140_012, version: "14.12" }, "db:5432/utility")).toThrow(
      /^DATABASE_URL: PostgreSQL 14\.12 .* too old; Manifold needs 15 or newer.*embedded one\.$/,
    );
  });

  it("must let its owner make roles", () => {
    expect(() => wordsFor({ ...good, may_make_roles: false }, "db:5432/utility")).toThrow(
      /ALTER ROLE "owner" CREATEROLE/,
    );
  });

  it.each([
    ["utility", /must be of the form postgres:/],
    ["mysql://a:b@c/d", /must be of the form postgres:/],
    ["postgres://owner:hidden@127.0.0.1:1/utility", /nothing answers at 127\.0\.0\.1:1\/utility/],
    ["postgres://owner:hidden@127.0.0.1:1/", /names no database/],
  ])("refuses %s in one line, without its password", async (url, line) => {
    const failure = await openProductDatabase(url).catch((error: Error) => error);
    expect(failure).toBeInstanceOf(Error);
    const { message } = failure as Error;
    expect(message).toMatch(line);
    expect(message).not.toContain("hidden");
    expect(message.split("\n")).toHaveLength(1);
  });
});
