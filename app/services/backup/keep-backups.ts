import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { withIdentity } from "#app/platform/database.ts";
import { env } from "#app/platform/env.ts";
import { logger } from "#app/platform/logger.ts";
import { MANIFEST_FILE } from "./manifest.ts";
import { writeBackup } from "./write-backup.ts";

const LOOK_INTERVAL_MS = 60_000;
const DAY_MS = 86_400_000;
/** Name of a backup's folder: the instant at which it was begun, UTC. */
const NAME = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}Z$/;

export interface BackupPlan {
  readonly folder: string;
  /** A new backup when the newest is older than this, hours. */
  readonly everyHours: number;
  /** How many are kept, newest first; an unfinished one does not count and is cleared away. */
  readonly keep: number;
}

/**
 * Makes a backup where one is due and clears away those beyond the plan. Several processes may run it: one of them works, the
 * others see its work. Returns the folder that was written.
 */
export async function backUpWhenDue(plan: BackupPlan, now: Date): Promise<string | undefined> {
  return withIdentity(async (sql) => {
    const { rows } = await sql.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_xact_lock(hashtextextended('backup', 0)) AS mine",
    );
    if (rows[0]?.mine !== true) return undefined;
    const complete = backupsIn(plan.folder);
    const newest = complete.at(-1);
    const due = newest === undefined || now.getTime() - timeOf(newest) >= plan.everyHours * 3_600_000;
    let written: string | undefined;
    if (due) {
      const name = `${now.toISOString().slice(0, 16).replace(":", "-")}Z`;
      written = path.join(plan.folder, name);
      rmSync(written, { recursive: true, force: true });
      await writeBackup({ folder: written, now });
      complete.push(name);
    }
    for (const name of complete.slice(0, Math.max(0, complete.length - plan.keep)))
      rmSync(path.join(plan.folder, name), { recursive: true, force: true });
    clearUnfinished(plan.folder, now);
    return written;
  });
}

/** Finished backups, oldest first: a folder without a manifest is none. */
export function backupsIn(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => existsSync(path.join(folder, name, MANIFEST_FILE)))
    .sort();
}

/** What a killed process left half written, once it cannot be at work any more. */
function clearUnfinished(folder: string, now: Date): void {
  for (const name of namesIn(folder))
    if (!existsSync(path.join(folder, name, MANIFEST_FILE)) && now.getTime() - timeOf(name) > DAY_MS)
      rmSync(path.join(folder, name), { recursive: true, force: true });
}

const namesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => NAME.test(name)) : [];

const timeOf = (name: string): number =>
  Date.parse(
    name.replace(/T(\d{2})-(\d{2})Z$/, (_, hour: string, minute: string) => `T${hour}:${minute}:00Z`),
  );

/** Looks each minute whether a backup is due, where BACKUP_DIR names a folder for them. */
export function keepBackups(): { end(): Promise<void> } | undefined {
  const { BACKUP_DIR: folder, BACKUP_EVERY_HOURS: everyHours, BACKUP_KEEP: keep } = env();
  if (folder === undefined) return undefined;
  let round = Promise.resolve();
  const look = async (): Promise<void> => {
    try {
      const written = await backUpWhenDue({ folder, everyHours, keep }, new Date());
      if (written !== undefined) logger.info({ folder: written }, "backup written");
    } catch (error) {
      logger.error({ err: error }, "the backup could not be written; it is tried again within a minute");
    }
  };
  const timer = setInterval(() => {
    round = round.then(look);
  }, LOOK_INTERVAL_MS);
  round = look();
  return {
    end: () => {
      clearInterval(timer);
      return round;
    },
  };
}
