import { fileURLToPath } from "node:url";
import { runMigrations as makeQueue } from "graphile-worker";
import pg from "pg";
import Postgrator from "postgrator";
import { ensureRoles, ROLES, type RoleSettings, roleName, roleUrl } from "./roles.ts";
import { splitStatements } from "./statements.ts";

/** Held while migrations run, so that of many processes that start at once one migrates and the others wait. */
const MIGRATION_LOCK = 0x6d616e69; // "mani"

export const MIGRATIONS_FOLDER = fileURLToPath(new URL("./migrations/", import.meta.url));

export interface MigrateOptions {
  /** Address of the database as its owner. */
  readonly url: string;
  readonly roles: RoleSettings;
  /** Stop at this version; default the newest. */
  readonly to?: number;
  readonly onMigration?: (version: number, name: string) => void;
}

/**
 * Brings the database to the newest version: roles, the job queue, then the SQL files in order, forward only.
 * Returns how many migrations were applied. A file that was changed after it ran is an error (its checksum is kept).
 */
export async function migrate(options: MigrateOptions): Promise<number> {
  const owner = new pg.Client({ connectionString: options.url, application_name: "manifold migrate" });
  await owner.connect();
  try {
    await owner.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await ensureRoles(owner, options.roles);
    await makeQueueSchema(options);
    const names = Object.fromEntries(
      ROLES.map((role) => [role, owner.escapeIdentifier(roleName(options.roles, role))]),
    );
    const postgrator = new Postgrator({
      migrationPattern: `${MIGRATIONS_FOLDER}*.sql`,
      driver: "pg",
      schemaTable: "public.schema_version",
      newline: "LF",
      execQuery: (query) => owner.query(query) as Promise<{ rows: unknown[] }>,
      execSqlScript: (script) => runInTransaction(owner, fillRoles(script, names)),
    });
    if (options.onMigration) {
      const report = options.onMigration;
      postgrator.on("migration-finished", (migration) => report(migration.version, migration.name));
    }
    const applied = await postgrator.migrate(
      options.to === undefined ? "max" : String(options.to).padStart(4, "0"),
    );
    return applied.length;
  } finally {
    await owner.end();
  }
}

async function runInTransaction(owner: pg.Client, script: string): Promise<void> {
  await owner.query("BEGIN");
  try {
    for (const statement of splitStatements(script)) await owner.query(statement);
    await owner.query("COMMIT");
  } catch (error) {
    await owner.query("ROLLBACK");
    throw error;
  }
}

/** graphile-worker makes its own schema; it does so as the jobs role, which thereby owns the queue and nothing else. */
async function makeQueueSchema(options: MigrateOptions): Promise<void> {
  await makeQueue({ connectionString: roleUrl(options.url, options.roles, "jobs") });
}

function fillRoles(script: string, names: Record<string, string>): string {
  return script.replace(/\{\{(\w+)\}\}/g, (whole, role: string) => names[role] ?? whole);
}
