import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { closeSync, openSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { dataFolder, type Secrets, secrets } from "../data-folder.ts";
import { LaunchFailure } from "../failure.ts";
import { lives, markOf } from "../processes.ts";
import { readNote } from "./keeper-note.ts";
import { isNeeded, takeLease } from "./leases.ts";

/**
 * The embedded PostgreSQL. A keeper process of its own (keeper.ts) runs the server as long as a living process holds a
 * lease, whatever happens to that process; so a kill of the launcher leaves no server behind, and two test runs share one.
 */
export interface ClusterSettings {
  /** `postgres` for the product, `test-postgres` for tests; a folder of that name in `.data/`. */
  readonly name: string;
  /** Trades safety against a crash for speed: for databases that are thrown away. */
  readonly disposable?: boolean;
}

export interface Cluster {
  readonly port: number;
  /** Address of the server for its superuser. */
  readonly adminUrl: string;
  /** Gives up the lease; resolves when the server has stopped, or at once when others still hold one. */
  release(): Promise<void>;
}

export const SUPERUSER = "postgres";
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;
const POLL_MS = 50;
const WATCH_MS = 1_000;

/**
 * Starts the server, or joins the one that runs. The first call on a machine makes the cluster (about a second).
 * @throws LaunchFailure when it cannot be started, with the reason that the server gave.
 */
export async function openCluster(settings: ClusterSettings, folder = dataFolder()): Promise<Cluster> {
  const keys = secrets(folder);
  const home = path.join(folder, settings.name);
  const lease = takeLease(home);
  try {
    const note = await untilReady(settings, home, keys);
    const adminUrl = urlOf(note.port, SUPERUSER, keys.postgresPassword, "postgres");
    // A keeper that was killed left its server running: a new one takes it over.
    const watch = setInterval(() => {
      const keeper = readNote(home)?.keeper;
      if (keeper !== undefined && !lives(keeper)) spawnKeeper(settings, home);
    }, WATCH_MS).unref();
    return {
      port: note.port,
      adminUrl,
      release: () => {
        clearInterval(watch);
        return release(home, lease);
      },
    };
  } catch (error) {
    rmSync(lease, { force: true });
    throw error;
  }
}

/**
 * Makes an owner (no superuser: it may make roles and databases, and row-level security binds it) and a database of his.
 * Returns the owner's address. Does nothing where both are there.
 */
export async function openDatabase(cluster: Cluster, name: string, folder = dataFolder()): Promise<string> {
  const password = createHmac("sha256", secrets(folder).postgresPassword)
    .update(`owner ${name}`)
    .digest("base64url");
  const admin = new pg.Client({ connectionString: cluster.adminUrl });
  await admin.connect();
  try {
    const id = admin.escapeIdentifier(name);
    const roles = await admin.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [name]);
    const verb = roles.rowCount === 0 ? "CREATE" : "ALTER";
    await orBySomebodyElse(
      admin.query(`${verb} ROLE ${id} LOGIN CREATEDB CREATEROLE PASSWORD ${admin.escapeLiteral(password)}`),
    );
    const databases = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (databases.rowCount === 0) await orBySomebodyElse(admin.query(`CREATE DATABASE ${id} OWNER ${id}`));
  } finally {
    await admin.end();
  }
  return urlOf(cluster.port, name, password, name);
}

/** Two processes may make the same thing at once; the second's error says only that the first was faster. */
async function orBySomebodyElse(query: Promise<unknown>): Promise<void> {
  const DUPLICATES = new Set(["42710", "42P04", "23505", "XX000"]);
  try {
    await query;
  } catch (error) {
    const { code, message } = error as pg.DatabaseError;
    const concurrently = code === "XX000" && /concurrently/.test(message);
    if (!DUPLICATES.has(code ?? "") || (code === "XX000" && !concurrently)) throw error;
  }
}

function urlOf(port: number, user: string, password: string, database: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

async function untilReady(settings: ClusterSettings, home: string, keys: Secrets): Promise<{ port: number }> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let spawned: number | undefined;
  while (Date.now() < deadline) {
    const note = readNote(home);
    if (note !== undefined && lives(note.keeper)) {
      if (note.state === "ready" && (await answers(note.port, keys))) return note;
    } else if (note?.state === "failed" && note.keeper.pid === spawned) {
      throw new LaunchFailure(note.reason);
    } else if (spawned === undefined || markOf(spawned) === undefined) {
      spawned = spawnKeeper(settings, home);
    }
    await sleep(POLL_MS);
  }
  throw new LaunchFailure(
    `PostgreSQL did not become ready within ${START_TIMEOUT_MS / 1000} s. See ${path.join(home, "server.log")}.`,
  );
}

async function answers(port: number, keys: Secrets): Promise<boolean> {
  const client = new pg.Client({
    connectionString: urlOf(port, SUPERUSER, keys.postgresPassword, "postgres"),
    connectionTimeoutMillis: 2_000,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function spawnKeeper(settings: ClusterSettings, home: string): number | undefined {
  const log = openSync(path.join(home, "keeper.log"), "a");
  try {
    const keeper = spawn(
      process.execPath,
      [path.join(import.meta.dirname, "keeper.ts"), home, settings.disposable ? "disposable" : "durable"],
      // Detached: Ctrl-C reaches a terminal's whole process group, but the server must be the last to stop.
      {
        detached: true,
        stdio: ["ignore", log, log],
        env: { NODE_ENV: "production", PATH: process.env.PATH, HOME: process.env.HOME },
      },
    );
    keeper.unref();
    return keeper.pid;
  } finally {
    closeSync(log);
  }
}

async function release(home: string, lease: string): Promise<void> {
  rmSync(lease, { force: true });
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (Date.now() < deadline && !isNeeded(home)) {
    const note = readNote(home);
    if (note === undefined || !lives(note.keeper)) return;
    await sleep(POLL_MS);
  }
}
