import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROLES } from "#schema/database/roles.ts";
import { DEFINER_FUNCTIONS, GLOBAL_TABLES } from "./catalogue/global-tables.ts";
import { PRIVILEGES } from "./catalogue/privileges.ts";
import { rulesFor } from "./catalogue/rules.ts";
import { testDatabase } from "./database.ts";

const db = await testDatabase();
const { prefix } = db.roles;
const owner = new pg.Client({ connectionString: db.urls.owner });
beforeAll(async () => {
  await owner.connect();
});
afterAll(() => owner.end());

async function lines(text: string): Promise<string[]> {
  const { rows } = await owner.query<[string]>({ text, rowMode: "array" } as never);
  return (rows as unknown as [string][]).map(([line]) => line);
}

describe.each(rulesFor(prefix))("$name", ({ find, breach }) => {
  it("holds", async () => {
    expect(await lines(find)).toEqual([]);
  });

  it("is noticed when it is broken", async () => {
    await owner.query("BEGIN");
    try {
      await owner.query(breach);
      expect(await lines(find)).not.toEqual([]);
    } finally {
      await owner.query("ROLLBACK");
    }
  });
});

describe("who may do what to which table", () => {
  // S select, I insert, U update (with columns: of these only), D delete, T truncate, R references, G trigger.
  const letters = {
    S: "SELECT",
    I: "INSERT",
    U: "UPDATE",
    D: "DELETE",
    T: "TRUNCATE",
    R: "REFERENCES",
    G: "TRIGGER",
  };
  const allowed = (role: string): string => {
    const whole = Object.entries(letters).map(
      ([letter, privilege]) =>
        `CASE WHEN has_table_privilege('${prefix}_${role}', c.oid, '${privilege}') THEN '${letter}' END`,
    );
    const columns = `(SELECT ' U(' || string_agg(a.attname, ' ' ORDER BY a.attname) || ')' FROM pg_attribute a, aclexplode(a.attacl) g
      WHERE a.attrelid = c.oid AND g.grantee = '${prefix}_${role}'::regrole AND g.privilege_type = 'UPDATE')`;
    return `concat(${[...whole, columns].join(", ")}) AS ${role}`;
  };
  const granted = `
    SELECT CASE WHEN n.nspname = 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END AS table, ${ROLES.map(allowed).join(", ")}
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'platform', 'identity', 'app') AND c.relkind IN ('r', 'p', 'v', 'f') AND NOT c.relispartition
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1`;

  it("is exactly what tests/catalogue/privileges.ts says, table by table and role by role", async () => {
    const { rows } = await owner.query<{ table: string } & Record<string, string>>(granted);
    const found = Object.fromEntries(
      rows.map(({ table, ...roles }) => [
        table,
        Object.fromEntries(Object.entries(roles).filter(([, letters]) => letters !== "")),
      ]),
    );
    expect(found).toEqual(PRIVILEGES);
  });

  it("every table is a tenant's or is named, with a reason, as one that is not", async () => {
    const found = await lines(`
      SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'graphile_worker') AND NOT c.relispartition
        AND (n.nspname <> 'public' OR c.relname = 'schema_version') ORDER BY 1`);
    expect(found).toEqual(Object.keys(GLOBAL_TABLES).sort());
    for (const reason of Object.values(GLOBAL_TABLES)) expect(reason.length).toBeGreaterThan(20);
  });

  it("only the roles inside tenants see the schemas of tenants, and only identity sees people", async () => {
    const seen = async (schema: string): Promise<string[]> =>
      (
        await lines(
          `SELECT r FROM unnest(ARRAY['${ROLES.join("','")}']) r WHERE has_schema_privilege('${prefix}_' || r, '${schema}', 'USAGE')`,
        )
      ).sort();
    expect(await seen("identity")).toEqual(["identity"]);
    expect(await seen("graphile_worker")).toEqual(["jobs"]);
    for (const schema of ["public", "platform", "app", "identity"])
      expect(
        await lines(
          `SELECT r FROM unnest(ARRAY['${ROLES.join("','")}']) r WHERE has_schema_privilege('${prefix}_' || r, '${schema}', 'CREATE')`,
        ),
      ).toEqual([]);
  });

  it("functions that act with their owner's rights are these, for these roles", async () => {
    const found = await lines(`
      SELECT p.proname || ' ' || string_agg(replace(g.grantee::regrole::text, '${prefix}_', ''), ' ' ORDER BY g.grantee::regrole::text)
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, aclexplode(p.proacl) g
      WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'graphile_worker') AND g.grantee <> p.proowner GROUP BY p.oid ORDER BY 1`);
    expect(found).toEqual(DEFINER_FUNCTIONS);
  });
});
