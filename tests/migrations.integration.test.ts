import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { MIGRATIONS_FOLDER, migrate } from "#schema/database/migrate.ts";
import { emptyDatabase, type TestDatabase } from "./database.ts";

const versions = readdirSync(MIGRATIONS_FOLDER)
  .map((file) => Number.parseInt(file, 10))
  .sort((a, b) => a - b);
const newest = versions.at(-1) as number;
const before = versions.at(-2) as number;

async function ask<Row extends pg.QueryResultRow>(db: TestDatabase, text: string): Promise<Row[]> {
  const owner = new pg.Client({ connectionString: db.urls.owner });
  await owner.connect();
  return owner
    .query<Row>(text)
    .then(
      ({ rows }) => rows,
      (error: unknown) => Promise.reject(error),
    )
    .finally(() => owner.end());
}

/** Everything of the schema that a migration could make differently: columns, constraints, indexes, policies, functions, grants. */
const SHAPE = `
  SELECT 'column ' || c.oid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull
      || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') || ' ' || coalesce(a.attacl::text, '') AS line
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace::regnamespace::text IN ('public', 'platform', 'identity', 'app') AND c.relkind IN ('r', 'p', 'v')
  UNION ALL SELECT 'table ' || c.oid::regclass || ' ' || c.relrowsecurity || c.relforcerowsecurity || ' ' || coalesce(c.relacl::text, '')
    FROM pg_class c WHERE c.relnamespace::regnamespace::text IN ('public', 'platform', 'identity', 'app') AND c.relkind IN ('r', 'p', 'v')
  UNION ALL SELECT 'constraint ' || conrelid::regclass || '.' || conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace::regnamespace::text IN ('public', 'platform', 'identity')
  UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname IN ('public', 'platform', 'identity')
  UNION ALL SELECT 'policy ' || polrelid::regclass || '.' || polname || ' ' || coalesce(pg_get_expr(polqual, polrelid), '')
      || ' ' || coalesce(pg_get_expr(polwithcheck, polrelid), '') FROM pg_policy
  UNION ALL SELECT 'function ' || p.oid::regprocedure || ' ' || md5(p.prosrc) || ' ' || coalesce(p.proacl::text, '')
    FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN ('app', 'platform', 'identity')
  ORDER BY 1`;
const shapeOf = async (db: TestDatabase) => (await ask<{ line: string }>(db, SHAPE)).map((row) => row.line);

describe("migrations", () => {
  it("bring an empty database and one of the version before to the same schema", async () => {
    const fresh = await emptyDatabase();
    await migrate({ url: fresh.urls.owner, roles: fresh.roles });
    const old = await emptyDatabase();
    expect(await migrate({ url: old.urls.owner, roles: old.roles, to: before })).toBe(versions.length - 1);
    const [{ version } = { version: 0 }] = await ask<{ version: string }>(
      old,
      "SELECT max(version)::text AS version FROM public.schema_version",
    );
    expect(Number(version)).toBe(before);
    expect(await migrate({ url: old.urls.owner, roles: old.roles })).toBe(1);
    expect(await shapeOf(old)).toEqual(await shapeOf(fresh));
  });

  it("run once when many processes start at once, and none starts before they are done", async () => {
    const db = await emptyDatabase();
    const applied = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const count = await migrate({ url: db.urls.owner, roles: db.roles });
        const [row] = await ask<{ version: number }>(
          db,
          "SELECT max(version)::int AS version FROM public.schema_version",
        );
        expect(row?.version).toBe(newest);
        return count;
      }),
    );
    expect(applied.sort((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 0, 0, versions.length]);
  });

  it("do nothing the second time", async () => {
    const db = await emptyDatabase();
    await migrate({ url: db.urls.owner, roles: db.roles });
    const shape = await shapeOf(db);
    expect(await migrate({ url: db.urls.owner, roles: db.roles })).toBe(0);
    expect(await shapeOf(db)).toEqual(shape);
  });

  it("refuse to go on from a file that was changed after it ran", async () => {
    const db = await emptyDatabase();
    await migrate({ url: db.urls.owner, roles: db.roles, to: before });
    await ask(db, `UPDATE public.schema_version SET md5 = 'another' WHERE version = ${versions[1]}`);
    await expect(migrate({ url: db.urls.owner, roles: db.roles })).rejects.toThrow(/MD5|checksum/i);
  });

  it("leave nothing of a file that fails half-way", async () => {
    const db = await emptyDatabase();
    await migrate({ url: db.urls.owner, roles: db.roles, to: before });
    const shape = await shapeOf(db);
    // Something in the way of the last statement that makes a table, index or function.
    const last = readFileSync(MIGRATIONS_FOLDER + readdirSync(MIGRATIONS_FOLDER).sort().at(-1), "utf8");
    const made = [...last.matchAll(/CREATE (?:TABLE|VIEW) ((?:\w+\.)?\w+)/g)].at(-1)?.[1];
    if (made === undefined) return;
    await ask(db, `CREATE TABLE ${made} (n integer)`);
    await expect(migrate({ url: db.urls.owner, roles: db.roles })).rejects.toThrow(/already exists/);
    await ask(db, `DROP TABLE ${made}`);
    expect(await shapeOf(db)).toEqual(shape);
    expect(await migrate({ url: db.urls.owner, roles: db.roles })).toBe(1);
  });

  it("are numbered without a gap in meaning: each number once, only forward", () => {
    expect(new Set(versions).size).toBe(versions.length);
    for (const file of readdirSync(MIGRATIONS_FOLDER)) expect(file).toMatch(/^\d{4}\.do\.[a-z_]+\.sql$/);
  });
});
