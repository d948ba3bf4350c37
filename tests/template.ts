import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { MIGRATIONS_FOLDER, migrate } from "#schema/database/migrate.ts";
import { ensureRoles, type RoleSettings } from "#schema/database/roles.ts";

/** Roles belong to the server: every test database shares these, made when the template is migrated. */
export const TEST_ROLES: RoleSettings = {
  prefix: "manifold_test",
  secret: "a secret for tests only, it guards nothing but made-up data",
};

const PREFIX = "manifold_template_";
/** Held while the template is made, so that of several test runs one makes it and the others wait. */
const TEMPLATE_LOCK = 0x74656d70; // "temp"

/** The database that test databases are copied from: migrated once for each state of schema/database. */
export async function prepareTemplate(ownerUrl: string): Promise<string> {
  const name = `${PREFIX}${hashOfSchema()}`;
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query("SELECT pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    // Always: roles belong to the server, on which something else may have given them other passwords.
    await ensureRoles(owner, TEST_ROLES);
    const { rows } = await owner.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE starts_with(datname, $1)",
      [PREFIX],
    );
    if (rows.some((row) => row.datname === name)) return name;
    await dropOld(owner, rows);
    const draft = `${PREFIX}draft`;
    await owner.query(`CREATE DATABASE ${draft}`);
    await migrate({ url: withDatabase(ownerUrl, draft), roles: TEST_ROLES });
    await owner.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
    return name;
  } finally {
    await owner.end();
  }
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}

/** The newest stays: another work tree on the same server may be using it. The draft is what a kill left behind. */
async function dropOld(owner: pg.Client, templates: readonly { datname: string }[]): Promise<void> {
  const newest = await owner.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE starts_with(datname, $1) ORDER BY oid DESC LIMIT 1",
    [PREFIX],
  );
  const draft = `${PREFIX}draft`;
  for (const { datname } of templates) {
    if (datname !== draft && datname === newest.rows[0]?.datname) continue;
    await owner.query(`DROP DATABASE IF EXISTS ${owner.escapeIdentifier(datname)} WITH (FORCE)`);
  }
}

function hashOfSchema(): string {
  const hash = createHash("sha256");
  const sources = readdirSync(path.dirname(path.resolve(MIGRATIONS_FOLDER)))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => path.resolve(MIGRATIONS_FOLDER, "..", file));
  const migrations = readdirSync(MIGRATIONS_FOLDER).map((file) => path.join(MIGRATIONS_FOLDER, file));
  for (const file of [...sources, ...migrations].sort()) {
    hash.update(path.basename(file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}
