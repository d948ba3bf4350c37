import { statfs } from "node:fs/promises";
import path from "node:path";
import { dataFolder, secrets } from "./data-folder.ts";
import { openProductDatabase, type ProductDatabase } from "./database.ts";
import { type DemoLogin, loadDemoData } from "./demo-data.ts";
import { type LaunchSettings, plainEnvironment, secretEnvironment } from "./environment.ts";
import { explain, LaunchFailure } from "./failure.ts";
import { claim } from "./instance.ts";
import { migrateDatabase } from "./migrations.ts";
import { buildPages } from "./pages.ts";
import { freePort, webPort } from "./ports.ts";
import { generatePrismaClient } from "./prisma-client.ts";
import { RoleLog } from "./role-log.ts";
import { PROCESS_ROLES } from "./roles.ts";
import { Steps } from "./steps.ts";
import { Supervisor } from "./supervisor.ts";
import { restartOnChange } from "./watch.ts";
import { welcome } from "./welcome.ts";

const DISK_NEEDED_BYTES = 300e6;
/** A second Ctrl-C that soon is the same one, passed on by npm as well as by the terminal. */
const SAME_SIGNAL_MS = 1_500;
/** The ports of what is simulated: the usual one each, or any other where that one is taken. */
const USUAL_PORTS = { GATEWAY_PORT: 3100, DEVICE_PORT: 3110, SMS_PORT: 3120, SMTP_PORT: 3125 } as const;

/**
 * Brings the whole product up on this machine, in one process that stays: database, migrations, demo data, pages, then
 * the processes of the roles. Ends with the process: exit code 0 after Ctrl-C, 1 with one line when it cannot start.
 */
export async function launch(options: { readonly development: boolean }): Promise<void> {
  const steps = new Steps();
  const opened = new Opened(steps);
  stopOnSignals(opened);
  try {
    await bringUp(steps, opened, options.development);
  } catch (error) {
    process.stderr.write(`\n✗ ${explain(error)}\n`);
    await opened.closeAll();
    process.exit(1);
  }
}

async function bringUp(steps: Steps, opened: Opened, development: boolean): Promise<void> {
  const folder = dataFolder();
  const port = Number(process.env.PORT || 3000);
  const other = claim(folder, `http://localhost:${port}`);
  if (other !== undefined) {
    steps.say(
      `Manifold already runs at ${other.address} (process ${other.launcher.pid}). Stop it with Ctrl-C there first.`,
    );
    process.exit(0);
  }
  await checkDisk(folder);
  await webPort(process.env.PORT, process.env.HOST);
  await steps.run("database client", generatePrismaClient, (made) => (made ? "written" : "up to date"));

  const ready = async (): Promise<[LaunchSettings, readonly DemoLogin[]]> => {
    const database = await steps.run(
      "PostgreSQL",
      () => openProductDatabase(process.env.DATABASE_URL),
      ({ words }) => words,
    );
    opened.database = database;
    const settings: LaunchSettings = {
      development,
      folder,
      port,
      databaseUrl: database.url,
      secret: process.env.MANIFOLD_SECRET || secrets(folder).secret,
      ...(await simulatorPorts(port)),
    };
    return [settings, await fillDatabase(steps, settings)];
  };
  const pages = (): Promise<unknown> =>
    development
      ? Promise.resolve()
      : steps.run("pages", buildPages, (made) => (made ? "built" : "up to date"));
  const [[settings, logins]] = await Promise.all([ready(), pages()]);

  // Asked again, since while the pages were built another product may have taken the port.
  await startRoles(steps, opened, { ...settings, ...(await simulatorPorts(port)) });
  steps.say(welcome(settings, logins, steps.total));
}

type SimulatorPorts = Pick<LaunchSettings, "gatewayPort" | "devicePort" | "smsPort" | "smtpPort">;

async function simulatorPorts(ofPages: number): Promise<SimulatorPorts> {
  return {
    gatewayPort: await simulatorPort("GATEWAY_PORT", ofPages),
    devicePort: await simulatorPort("DEVICE_PORT", ofPages),
    smsPort: await simulatorPort("SMS_PORT", ofPages),
    smtpPort: await simulatorPort("SMTP_PORT", ofPages),
  };
}

/** @param ofPages the port that the pages are going to be served on: free still, but not for others. */
async function simulatorPort(name: keyof typeof USUAL_PORTS, ofPages: number): Promise<number> {
  const { [name]: given, HOST } = process.env;
  if (given) return Number(given);
  const usual = USUAL_PORTS[name] === ofPages ? 0 : USUAL_PORTS[name];
  const port = (await freePort(usual, HOST)) ?? (await freePort(0, HOST));
  if (port === undefined) throw new LaunchFailure("No port is free for what is simulated.");
  return port;
}

async function fillDatabase(steps: Steps, settings: LaunchSettings): Promise<readonly DemoLogin[]> {
  const environment = { ...plainEnvironment(settings), ...secretEnvironment(settings) };
  await steps.run(
    "migrations",
    (progress) => migrateDatabase(settings.databaseUrl, roleSettingsOf(settings), progress),
    (applied) => (applied === 0 ? "up to date" : `${applied} applied`),
  );
  if (environment.MANIFOLD_DEMO !== "true") return [];
  const { logins } = await steps.run(
    "tenants and demo data",
    (progress) => loadDemoData(settings.databaseUrl, settings.folder, environment, progress),
    ({ loaded }) => (loaded ? "loaded" : "up to date"),
  );
  return logins;
}

function roleSettingsOf(settings: LaunchSettings): { prefix: string; secret: string } {
  const database = new URL(settings.databaseUrl).pathname.slice(1);
  return { prefix: process.env.DATABASE_ROLE_PREFIX || database, secret: settings.secret };
}

async function startRoles(steps: Steps, opened: Opened, settings: LaunchSettings): Promise<void> {
  const say = (line: string): void => steps.say(line);
  const shownFrom = process.env.LOG_LEVEL || (settings.development ? "info" : "warn");
  const supervisor = new Supervisor({
    plainEnvironment: plainEnvironment(settings),
    secretEnvironment: secretEnvironment(settings),
    log: new RoleLog(path.join(settings.folder, "logs"), shownFrom, say),
    say,
  });
  opened.supervisor = supervisor;
  await Promise.all(PROCESS_ROLES.map((role) => steps.run(role.name, () => supervisor.start(role))));
  if (settings.development) restartOnChange(supervisor);
}

/** What has to be closed again, in the opposite order of its opening, whenever the end comes. */
class Opened {
  database: ProductDatabase | undefined;
  supervisor: Supervisor | undefined;
  readonly #steps: Steps;
  #closing: Promise<void> | undefined;

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  closeAll(): Promise<void> {
    this.#closing ??= (async () => {
      await this.supervisor?.stop();
      await this.database?.close();
    })().catch((error: unknown) => this.#steps.say(explain(error)));
    return this.#closing;
  }
}

function stopOnSignals(opened: Opened): void {
  let firstMs: number | undefined;
  const stop = (why: string): void => {
    const nowMs = Date.now();
    if (firstMs === undefined) {
      firstMs = nowMs;
      process.stdout.write(`\n${why}: stopping\n`);
      void opened.closeAll().then(() => {
        process.stdout.write("stopped\n");
        process.exit(0);
      });
    } else if (nowMs - firstMs > SAME_SIGNAL_MS) {
      // Asked again by a person who does not want to wait: the children end with their channel, the server with its lease.
      process.exit(1);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(signal));
  // The process that npm started is gone: there is nobody any more who could stop this one.
  process.on("disconnect", () => stop("launcher gone"));
}

async function checkDisk(folder: string): Promise<void> {
  const disk = await statfs(folder);
  if (disk.bavail * disk.bsize < DISK_NEEDED_BYTES) {
    throw new LaunchFailure(
      `The disk is full: less than ${DISK_NEEDED_BYTES / 1e6} MB are free at ${folder}. Free some space and start again.`,
    );
  }
}
