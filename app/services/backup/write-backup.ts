import { createHash } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type TenantSql, withIdentity, withOwnerSql } from "#app/platform/database.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { backupError } from "./errors.ts";
import { MANIFEST_FILE, type Manifest, type TenantBackup } from "./manifest.ts";
import { type BackupTable, GLOBAL_TABLES, schemaVersion, tenantTables } from "./tables.ts";

export interface BackupOptions {
  /** A new or empty folder. */
  readonly folder: string;
  /** Only this utility; default all. */
  readonly slug?: string;
  readonly now: Date;
  readonly onTable?: (slug: string, table: string, rows: number) => void;
}

/**
 * Writes every row of the utilities into a folder: one file a table, and a manifest with a checksum of each, written last, so that
 * a folder without it is no backup. Each utility is read as it was at one moment. Throws BACKUP_FOLDER_TAKEN, BACKUP_TENANT_UNKNOWN.
 */
export async function writeBackup(options: BackupOptions): Promise<Manifest> {
  const { folder } = options;
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw backupError("BACKUP_FOLDER_TAKEN", { folder });
  const { tenants, milestones } = await directory();
  const chosen = tenants.filter(({ slug }) => options.slug === undefined || slug === options.slug);
  if (chosen.length === 0) {
    const known = tenants.map(({ slug }) => slug).join(", ") || "—";
    throw backupError("BACKUP_TENANT_UNKNOWN", { slug: options.slug ?? "—", known });
  }
  mkdirSync(folder, { recursive: true });
  const written: TenantBackup[] = [];
  let version = 0;
  for (const tenant of chosen) {
    await withOwnerSql(systemScope(tenant.id, "backup"), async (sql) => {
      version = await schemaVersion(sql);
      written.push({ ...tenant, files: await writeTenant(sql, tenant, options) });
    });
  }
  const manifest: Manifest = {
    format: "manifold-backup-1",
    madeAt: options.now.toISOString(),
    schemaVersion: version,
    tenants: written,
    milestones: options.slug === undefined ? milestones : null,
  };
  writeFileSync(path.join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** The tree of utilities, upper tiers first. */
async function directory() {
  return withIdentity(async (sql) => {
    const { rows: tenants } = await sql.query<{ id: string; slug: string; parentId: string | null }>(
      `WITH RECURSIVE tree AS (
         SELECT id, slug, parent_id, 0 AS depth FROM platform.tenant WHERE parent_id IS NULL
         UNION ALL SELECT t.id, t.slug, t.parent_id, depth + 1 FROM platform.tenant t JOIN tree ON t.parent_id = tree.id
       ) SELECT id, slug, parent_id AS "parentId" FROM tree ORDER BY depth, slug`,
    );
    const { rows: milestones } = await sql.query<{ name: string; hash: string }>(
      "SELECT name, hash FROM platform.milestone ORDER BY name",
    );
    return { tenants, milestones };
  });
}

async function writeTenant(
  sql: TenantSql,
  tenant: { readonly id: string; readonly slug: string },
  { folder, onTable }: BackupOptions,
): Promise<TenantBackup["files"]> {
  // What COPY writes must not depend on the settings of a server.
  await sql.query("SET LOCAL timezone = 'UTC'");
  await sql.query("SET LOCAL datestyle = 'ISO'");
  await sql.query("SET LOCAL extra_float_digits = 1");
  mkdirSync(path.join(folder, tenant.slug));
  const files: TenantBackup["files"] = [];
  const tables = [
    ...GLOBAL_TABLES,
    ...(await tenantTables(sql)).map((table) => ({ ...table, of: "t.tenant_id = $1" })),
  ];
  for (const table of tables) {
    const file = `${tenant.slug}/${table.name}.copy.gz`;
    const written = await writeTable(
      sql,
      table,
      table.of.replaceAll("$1", `'${tenant.id}'`),
      path.join(folder, file),
    );
    files.push({ table: table.name, file, ...written });
    onTable?.(tenant.slug, table.name, written.rows);
  }
  return files;
}

async function writeTable(
  sql: TenantSql,
  table: BackupTable,
  condition: string,
  file: string,
): Promise<{ rows: number; sha256: string }> {
  const columns = table.columns.map((column) => `t.${column}`).join(", ");
  const hash = createHash("sha256");
  let rows = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      // COPY escapes line ends inside of values, so each one ends a row.
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows++;
      done(null, chunk);
    },
  });
  await pipeline(
    sql.copyTo(
      `COPY (SELECT ${columns} FROM ${table.name} t WHERE ${condition} ORDER BY ${table.order}) TO STDOUT`,
    ),
    count,
    createGzip({ level: 3 }),
    createWriteStream(file),
  );
  return { rows, sha256: hash.digest("hex") };
}
