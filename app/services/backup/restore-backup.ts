import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type TenantSql, withIdentity, withOwnerSql } from "#app/platform/database.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { backupError } from "./errors.ts";
import { type Manifest, readManifest, type TenantBackup } from "./manifest.ts";
import { type BackupTable, GLOBAL_TABLES, schemaVersion, tenantTables } from "./tables.ts";

export interface RestoreOptions {
  readonly folder: string;
  /** Only this utility of the backup; default all of them. */
  readonly slug?: string;
  /** Take the place of what the utility has now. People that other utilities know too stay as they are. */
  readonly replace?: boolean;
  readonly onTable?: (slug: string, table: string, rows: number) => void;
}

/**
 * Puts the utilities of a backup back. All checksums are looked at before the first row is written; each utility is one
 * transaction, so that it is restored whole or not at all.
 * Throws BACKUP_UNREADABLE, BACKUP_DAMAGED, BACKUP_OTHER_VERSION, BACKUP_TENANT_UNKNOWN, BACKUP_TENANT_PRESENT, BACKUP_PARENT_MISSING.
 */
export async function restoreBackup(options: RestoreOptions): Promise<readonly TenantBackup[]> {
  const manifest = readManifest(options.folder);
  const chosen = chosenOf(manifest, options.slug);
  for (const { files } of chosen) for (const file of files) await checkFile(options.folder, file);
  for (const tenant of chosen) {
    await withOwnerSql(systemScope(tenant.id, "restore"), (sql) =>
      restoreTenant(sql, tenant, manifest, options),
    );
  }
  if (options.slug === undefined) await reachMilestones(manifest);
  return chosen;
}

function chosenOf(manifest: Manifest, slug: string | undefined): readonly TenantBackup[] {
  const chosen = manifest.tenants.filter((tenant) => slug === undefined || tenant.slug === slug);
  if (chosen.length > 0) return chosen;
  const known = manifest.tenants.map((tenant) => tenant.slug).join(", ") || "—";
  throw backupError("BACKUP_TENANT_UNKNOWN", { slug: slug ?? "—", known });
}

async function checkFile(folder: string, { file, sha256 }: TenantBackup["files"][number]): Promise<void> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path.join(folder, file)), createGunzip(), hash);
  } catch (error) {
    throw backupError(
      "BACKUP_UNREADABLE",
      { folder, reason: `${file}: ${(error as Error).message}` },
      { file },
      error,
    );
  }
  const found = hash.digest("hex");
  if (found !== sha256) throw backupError("BACKUP_DAMAGED", { file, wanted: sha256, found }, { file });
}

async function restoreTenant(
  sql: TenantSql,
  tenant: TenantBackup,
  manifest: Manifest,
  options: RestoreOptions,
): Promise<void> {
  const database = await schemaVersion(sql);
  if (database !== manifest.schemaVersion) {
    throw backupError("BACKUP_OTHER_VERSION", { backup: manifest.schemaVersion, database });
  }
  const tables = await tenantTables(sql);
  await makeRoom(sql, tenant, tables, options.replace === true);
  await sql.query("SET LOCAL timezone = 'UTC'");
  const byName = new Map<string, BackupTable>(
    [...GLOBAL_TABLES, ...tables].map((table) => [table.name, table]),
  );
  for (const { table: name, file, rows } of tenant.files) {
    const table = byName.get(name);
    if (table === undefined) {
      throw backupError(
        "BACKUP_UNREADABLE",
        { folder: options.folder, reason: `no table ${name} here` },
        { file },
      );
    }
    if (rows > 0) await restoreTable(sql, table, path.join(options.folder, file));
    options.onTable?.(tenant.slug, name, rows);
  }
  const scope = systemScope(tenant.id, "restore");
  await audit(sql, scope, {
    action: "restore",
    noun: "tenant",
    nounId: tenant.id,
    after: { madeAt: manifest.madeAt },
  });
}

/** The utility must not be there; with `replace` its rows go first. */
async function makeRoom(
  sql: TenantSql,
  { id, slug, parentId }: TenantBackup,
  tables: readonly BackupTable[],
  replace: boolean,
): Promise<void> {
  const { rows } = await sql.query<{ present: boolean; parent: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM platform.tenant WHERE id = $1 OR slug = $2) AS present,
       $3::uuid IS NULL OR EXISTS (SELECT 1 FROM platform.tenant WHERE id = $3) AS parent`,
    [id, slug, parentId],
  );
  if (rows[0]?.parent !== true) throw backupError("BACKUP_PARENT_MISSING", { slug });
  if (!rows[0].present) return;
  if (!replace) throw backupError("BACKUP_TENANT_PRESENT", { slug });
  for (const { name } of tables.toReversed())
    await sql.query(`DELETE FROM ${name} WHERE tenant_id = $1`, [id]);
  for (const name of ["api_key", "session", "membership"]) {
    await sql.query(`DELETE FROM identity.${name} WHERE tenant_id = $1`, [id]);
  }
  // With them go their credentials and links.
  await sql.query("DELETE FROM identity.person WHERE tenant_id = $1", [id]);
}

/** Through a table without policies, as every mass of rows is written. What is there already (a person whom others know) stays. */
async function restoreTable(sql: TenantSql, table: BackupTable, file: string): Promise<void> {
  const columns = table.columns.join(", ");
  await sql.query(`CREATE TEMP TABLE restored (LIKE ${table.name}) ON COMMIT DROP`);
  await pipeline(
    createReadStream(file),
    createGunzip(),
    sql.copyFrom(`COPY pg_temp.restored (${columns}) FROM STDIN`),
  );
  await sql.query(
    `INSERT INTO ${table.name} (${columns}) SELECT ${columns} FROM pg_temp.restored ON CONFLICT DO NOTHING`,
  );
  await sql.query("DROP TABLE pg_temp.restored");
}

async function reachMilestones({ milestones }: Manifest): Promise<void> {
  await withIdentity(async (sql) => {
    for (const { name, hash } of milestones ?? []) {
      await sql.query(
        "INSERT INTO platform.milestone (name, hash) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
        [name, hash],
      );
    }
  });
}
