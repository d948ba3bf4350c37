import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { LaunchFailure } from "./failure.ts";

/** The root of the project: two levels above this file. */
export const PROJECT_ROOT = path.resolve(import.meta.dirname, "../..");

const secretsSchema = z.object({
  /** Root of the product's derived secrets (`MANIFOLD_SECRET`). */
  secret: z.string().min(32),
  /** Password of the embedded PostgreSQL's superuser and, by derivation, of the owner of the database. */
  postgresPassword: z.string().min(16),
});

export type Secrets = z.output<typeof secretsSchema>;

/**
 * The folder in which everything lies that a running product on this machine makes: database, secrets, logs, files.
 * `MANIFOLD_DATA` names another one, so that several can run side by side.
 */
export function dataFolder(): string {
  const folder = path.resolve(PROJECT_ROOT, process.env.MANIFOLD_DATA || ".data");
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new LaunchFailure(
      `The data folder ${folder} cannot be made (${(error as NodeJS.ErrnoException).code}). Start as a user who may write there, or set MANIFOLD_DATA to another folder.`,
    );
  }
  return folder;
}

/**
 * The secrets of this machine, made at the first call and kept in `.data/secrets.json`, readable by its owner only.
 * @throws LaunchFailure when the file is there but damaged: new secrets would lock the old database.
 */
export function secrets(folder = dataFolder()): Secrets {
  const file = path.join(folder, "secrets.json");
  const text = readIfThere(file);
  if (text === undefined) return makeSecrets(file);
  try {
    return secretsSchema.parse(JSON.parse(text));
  } catch {
    throw new LaunchFailure(
      `${file} is damaged. Restore it from a backup; or, to begin with an empty database, delete the folder ${folder}.`,
    );
  }
}

function makeSecrets(file: string): Secrets {
  const made: Secrets = {
    secret: randomBytes(48).toString("base64url"),
    postgresPassword: randomBytes(24).toString("base64url"),
  };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  try {
    // A link, unlike a rename, never replaces: of two processes at once the first wins and both read the same.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
  return secretsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
