import { migrate } from "#schema/database/migrate.ts";
import type { RoleSettings } from "#schema/database/roles.ts";
import { LaunchFailure } from "./failure.ts";

/**
 * Brings the database to this release; returns how many migrations ran.
 * @throws LaunchFailure when the database was made by files other than these, or is newer than this release.
 */
export async function migrateDatabase(
  url: string,
  roles: RoleSettings,
  progress: (words: string) => void,
): Promise<number> {
  try {
    return await migrate({ url, roles, onMigration: (version, name) => progress(`${version} ${name}`) });
  } catch (error) {
    const text = String((error as Error).message);
    const changed = /MD5 checksum failed for migration \[(\d+)\]/.exec(text)?.[1];
    if (changed !== undefined) {
      throw new LaunchFailure(
        `Migration ${changed} is not the one that made this database; a migration never changes after it ran. Bring the file back, or, to begin with an empty demo, delete the folder .data.`,
      );
    }
    throw error;
  }
}
