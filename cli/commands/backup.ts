import process from "node:process";
import { Command } from "commander";
import { restoreBackup } from "#app/services/backup/restore-backup.ts";
import { writeBackup } from "#app/services/backup/write-backup.ts";
import { concluding, print } from "#cli/outcome.ts";
import { withProduct } from "../product.ts";

interface BackupOptions {
  readonly tenant?: string;
  readonly json?: true;
}

interface RestoreOptions extends BackupOptions {
  readonly replace?: true;
}

/** `manifold backup`: all rows of all utilities, or of one, into a folder. */
export function backupCommand(): Command {
  return new Command("backup")
    .description("write all data of all utilities, or of one, into a folder with checksums")
    .argument("<folder>", "a new or empty folder")
    .option("--tenant <slug>", "only this utility")
    .option("--json", "the manifest as JSON on standard output")
    .action((folder: string, options: BackupOptions) => concluding(() => backup(folder, options)));
}

/** `manifold restore`: what `manifold backup` wrote, back into the database. */
export function restoreCommand(): Command {
  return new Command("restore")
    .description("put a backup, or one utility of it, back into the database")
    .argument("<folder>", "what manifold backup wrote")
    .option("--tenant <slug>", "only this utility of the backup")
    .option("--replace", "take the place of what the utility has now")
    .option("--json", "JSON on standard output")
    .addHelpText(
      "after",
      "\nExit codes: 0 restored, 1 the backup cannot be restored (nothing was changed), 2 wrong usage.",
    )
    .action((folder: string, options: RestoreOptions) => concluding(() => restore(folder, options)));
}

async function backup(folder: string, options: BackupOptions): Promise<void> {
  const manifest = await withProduct(() =>
    writeBackup({
      folder,
      now: new Date(),
      onTable: tell,
      ...(options.tenant === undefined ? {} : { slug: options.tenant }),
    }),
  );
  await print(
    options.json === true
      ? JSON.stringify(manifest, null, 2)
      : `${folder}: ${manifest.tenants.map(words).join("; ")}`,
  );
}

async function restore(folder: string, options: RestoreOptions): Promise<void> {
  const tenants = await withProduct(() =>
    restoreBackup({
      folder,
      replace: options.replace === true,
      onTable: tell,
      ...(options.tenant === undefined ? {} : { slug: options.tenant }),
    }),
  );
  const restored = tenants.map(({ slug, files }) => ({
    slug,
    rows: files.reduce((sum, { rows }) => sum + rows, 0),
  }));
  await print(
    options.json === true
      ? JSON.stringify({ restored }, null, 2)
      : `restored ${tenants.map(words).join("; ")}`,
  );
}

const words = ({ slug, files }: { slug: string; files: readonly { rows: number }[] }): string =>
  `${slug} ${files.reduce((sum, { rows }) => sum + rows, 0)} rows`;

/** A line a table, for the person who waits. */
function tell(slug: string, table: string, rows: number): void {
  if (process.stderr.isTTY && rows > 0) process.stderr.write(`${slug}  ${table}  ${rows}\n`);
}
