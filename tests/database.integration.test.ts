import pg from "pg";
import { describe, expect, it } from "vitest";
import { env } from "#app/platform/env.ts";
import { ROLES } from "#schema/database/roles.ts";
import { emptyDatabase, testDatabase } from "./database.ts";

const db = await testDatabase();

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: "array" })).rows;
  } finally {
    await client.end();
  }
}

describe("a test database", () => {
  it("is migrated and is the one that the environment names", async () => {
    expect(env().DATABASE_URL).toBe(db.urls.owner);
    const [[name, version]] = (await ask(
      db.urls.owner,
      "SELECT current_database(), (SELECT max(version) FROM public.schema_version)",
    )) as [[string, string]];
    expect(name).toBe(db.name);
    expect(Number(version)).toBeGreaterThan(0);
  });

  it.each(ROLES)("lets the role %s in, which is no superuser and cannot bypass policies", async (role) => {
    const rows = await ask(
      db.urls[role],
      "SELECT rolsuper OR rolbypassrls, current_user FROM pg_roles WHERE rolname = current_user",
    );
    expect(rows).toEqual([[false, `${db.roles.prefix}_${role}`]]);
  });

  it("has an owner whom row-level security binds", async () => {
    const rows = await ask(
      db.urls.owner,
      "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user",
    );
    expect(rows).toEqual([[false, false]]);
  });

  it("stands apart from a second one", async () => {
    await ask(db.urls.owner, "CREATE TABLE public.only_here (n int)");
    const other = await emptyDatabase();
    expect(await ask(other.urls.owner, "SELECT to_regclass('public.only_here')")).toEqual([[null]]);
  });
});
