import { describe, expect, it } from "vitest";
import { databaseUrls, EnvironmentError, parseEnvironment, type Variables } from "./env.ts";

const enough = {
  DATABASE_URL: "postgres://owner:hidden-word@db.example:5433/manifold",
  MANIFOLD_SECRET: "s".repeat(32),
};

function faultOf(change: Variables): string {
  try {
    parseEnvironment({ ...enough, ...change });
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    return (error as Error).message;
  }
  throw new Error("the environment was accepted");
}

describe("environment", () => {
  it("fills what has a default and turns texts into values", () => {
    const environment = parseEnvironment({ ...enough, PORT: "8080", MANIFOLD_DEMO: "true" });
    expect(environment.PORT).toBe(8080);
    expect(environment.MANIFOLD_DEMO).toBe(true);
    expect(environment.LOG_LEVEL).toBe("info");
  });

  it("treats an empty variable as one that is not set", () => {
    expect(parseEnvironment({ ...enough, PORT: "" }).PORT).toBe(3000);
    expect(faultOf({ DATABASE_URL: "" })).toContain("DATABASE_URL is not set");
  });

  it("names every variable at fault and what was expected", () => {
    const fault = faultOf({ PORT: "70000", LOG_LEVEL: "loud", DATABASE_URL: "mysql://a/b" });
    expect(fault).toContain("PORT");
    expect(fault).toMatch(/LOG_LEVEL: must be one of .*warn/);
    expect(fault).toMatch(/DATABASE_URL: must be a full address/);
  });

  it("never prints a value, which may be a secret", () => {
    const fault = faultOf({ MANIFOLD_SECRET: "too-short-secret", DATABASE_URL: "hidden-word" });
    expect(fault).not.toContain("too-short-secret");
    expect(fault).not.toContain("hidden-word");
  });
});

describe("database roles", () => {
  it("derives an address for each role, named after the database, with passwords of its own", () => {
    const urls = databaseUrls(parseEnvironment(enough));
    expect(urls.owner).toBe(enough.DATABASE_URL);
    const app = new URL(urls.app);
    expect(app.username).toBe("manifold_app");
    expect(app.host).toBe("db.example:5433");
    expect(app.pathname).toBe("/manifold");
    const passwords = new Set(Object.values(urls).map((url) => new URL(url).password));
    expect(passwords.size).toBe(5);
  });

  it("gives other passwords for another secret, and another prefix where one is set", () => {
    const first = databaseUrls(parseEnvironment(enough));
    const other = databaseUrls(parseEnvironment({ ...enough, MANIFOLD_SECRET: "t".repeat(32) }));
    expect(new URL(other.app).password).not.toBe(new URL(first.app).password);
    const named = databaseUrls(parseEnvironment({ ...enough, DATABASE_ROLE_PREFIX: "north" }));
    expect(new URL(named.portal).username).toBe("north_portal");
  });
});
