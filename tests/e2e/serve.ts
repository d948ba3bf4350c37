import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { dataFolder, PROJECT_ROOT } from "#cli/launch/data-folder.ts";
import { openCluster, openDatabase } from "#cli/launch/postgres/cluster.ts";
import { ROLES } from "#schema/database/roles.ts";
import { withDatabase } from "../template.ts";

/**
 * A whole product for the browser tests, as `npm start` brings it, on a fresh database of the test server. It stops by
 * SIGTERM, and its database, roles and files go with it. Environment: E2E_PORT; E2E_RUNNER, the process whose end is its
 * own; and E2E_PRODUCT: a file that it writes for tests which call the command line, with the environment that leads there.
 */
const PREFIX = "e2e_";
const name = `${PREFIX}${process.pid}`;
const folder = path.join(dataFolder(), name);

const cluster = process.env.TEST_DATABASE_URL
  ? undefined
  : await openCluster({ name: "test-postgres", disposable: true });
const ownerUrl = process.env.TEST_DATABASE_URL || (await openDatabase(cluster!, "manifold_test"));

await asOwner(async (owner) => {
  await dropAbandoned(owner);
  await owner.query(`CREATE DATABASE ${name}`);
});
const where = { DATABASE_URL: withDatabase(ownerUrl, name), MANIFOLD_DATA: folder };
if (process.env.E2E_PRODUCT) {
  mkdirSync(path.dirname(process.env.E2E_PRODUCT), { recursive: true });
  writeFileSync(process.env.E2E_PRODUCT, JSON.stringify(where), { mode: 0o600 });
}
const product = spawn(process.execPath, [path.join(PROJECT_ROOT, "cli/start.ts")], {
  stdio: ["ignore", "inherit", "inherit", "ipc"],
  env: {
    ...process.env,
    ...where,
    PORT: process.env.E2E_PORT,
    LOG_LEVEL: process.env.LOG_LEVEL || "warn",
    SEED_SCALE: process.env.SEED_SCALE || "0.1",
  },
});
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => product.kill("SIGTERM"));
const runner = Number(process.env.E2E_RUNNER);
if (runner > 0) setInterval(() => isAlive(runner) || product.kill("SIGTERM"), 2_000).unref();
product.on("exit", async (code) => {
  await asOwner((owner) => drop(owner, name));
  rmSync(folder, { recursive: true, force: true });
  if (process.env.E2E_PRODUCT) rmSync(process.env.E2E_PRODUCT, { force: true });
  await cluster?.release();
  process.exit(code ?? 1);
});

async function asOwner(work: (owner: pg.Client) => Promise<void>): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await work(owner);
  } finally {
    await owner.end();
  }
}

/** What runs that were killed left behind: their names tell their process. */
async function dropAbandoned(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE datname ~ '^e2e_[0-9]+$'",
  );
  for (const { datname } of rows) {
    if (isAlive(Number(datname.slice(PREFIX.length)))) continue;
    await drop(owner, datname);
    rmSync(path.join(dataFolder(), datname), { recursive: true, force: true });
  }
}

async function drop(owner: pg.Client, database: string): Promise<void> {
  await owner.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  for (const role of ROLES) await owner.query(`DROP ROLE IF EXISTS ${database}_${role}`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
