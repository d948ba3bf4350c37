import { type ChildProcess, spawn } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LaunchFailure } from "../failure.ts";
import { freePort } from "../ports.ts";
import { commandLineOf, lives, markOf, type ProcessMark } from "../processes.ts";
import { type Account, accountFor } from "./account.ts";
import { type Binaries, findBinaries } from "./binaries.ts";
import { readPidFile } from "./pid-file.ts";
import { reasonIn } from "./reason.ts";

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 50;
const LOOPBACK = "127.0.0.1";

const DURABLE = ["max_connections=200", "shared_buffers=256MB", "max_wal_size=2GB", "wal_compression=on"];
const DISPOSABLE = [
  "max_connections=300",
  "shared_buffers=128MB",
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "autovacuum_naptime=10min",
];

/** One database cluster on disk and the server process on it. Paths: `<home>/data`, `<home>/server.log`. */
export class Server {
  readonly home: string;
  readonly #disposable: boolean;
  readonly #binaries: Binaries;
  readonly #account: Account;
  #postmaster: ProcessMark | undefined;

  private constructor(home: string, disposable: boolean, binaries: Binaries, account: Account) {
    this.home = home;
    this.#disposable = disposable;
    this.#binaries = binaries;
    this.#account = account;
  }

  static async at(home: string, disposable: boolean): Promise<Server> {
    mkdirSync(home, { recursive: true });
    const binaries = await findBinaries();
    const account = accountFor([path.dirname(binaries.postgres), home], ownerOf(path.join(home, "data")));
    return new Server(home, disposable, binaries, account);
  }

  get #data(): string {
    return path.join(this.home, "data");
  }

  get #log(): string {
    return path.join(this.home, "server.log");
  }

  get isRunning(): boolean {
    return this.#postmaster !== undefined && lives(this.#postmaster);
  }

  /** Makes the cluster if there is none. A half-made one, left by a kill, is thrown away. */
  async initialise(superuser: string, password: string): Promise<void> {
    for (const name of readdirSync(this.home)) {
      if (name.startsWith("data.new.")) rmSync(path.join(this.home, name), { recursive: true, force: true });
    }
    if (existsSync(path.join(this.#data, "PG_VERSION"))) return this.#checkVersion();
    const draft = path.join(this.home, `data.new.${process.pid}`);
    const passwordFile = path.join(this.home, `data.new.${process.pid}.password`);
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    this.#giveAway(draft, passwordFile);
    const output = await this.#run(this.#binaries.initdb, [
      `--pgdata=${draft}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // The same order of texts on every machine, whatever its C library.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      ...(this.#disposable ? ["--no-sync"] : []),
    ]).finally(() => rmSync(passwordFile, { force: true }));
    if (output.code !== 0)
      throw new LaunchFailure(reasonIn(output.text, "PostgreSQL could not make its data folder"));
    renameSync(draft, this.#data);
  }

  /** Starts the server, or takes over one that still runs on these data. Returns its port. */
  async start(): Promise<number> {
    const running = this.#findRunning();
    if (running !== undefined) {
      this.#postmaster = running.mark;
      return running.port;
    }
    rmSync(path.join(this.#data, "postmaster.pid"), { force: true });
    const port = await this.#choosePort();
    const child = this.#spawnServer(port);
    const from = Date.now();
    while (Date.now() - from < READY_TIMEOUT_MS) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new LaunchFailure(reasonIn(readFileSync(this.#log, "utf8"), "PostgreSQL could not start"));
      }
      const state = readPidFile(this.#data);
      if (state?.status === "ready") {
        this.#postmaster = markOf(state.pid);
        return port;
      }
      await sleep(POLL_MS);
    }
    child.kill("SIGQUIT");
    throw new LaunchFailure(
      `PostgreSQL was not ready within ${READY_TIMEOUT_MS / 1000} s. See ${this.#log}.`,
    );
  }

  /** Stops the server: open transactions are rolled back ("fast"), and if it hangs it is made to stop at once. */
  async stop(): Promise<void> {
    for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
      if (!this.isRunning || this.#postmaster === undefined) return;
      process.kill(this.#postmaster.pid, signal);
      const from = Date.now();
      while (this.isRunning && Date.now() - from < STOP_TIMEOUT_MS) await sleep(POLL_MS);
    }
  }

  #spawnServer(port: number): ChildProcess {
    const settings = [
      `port=${port}`,
      `listen_addresses=${LOOPBACK}`,
      "unix_socket_directories=",
      "timezone=UTC",
      "log_timezone=UTC",
      "jit=off",
      ...(this.#disposable ? DISPOSABLE : DURABLE),
    ];
    // A log for each start: the reason of a failed start is then at its end, and it cannot grow for ever.
    const log = openSync(this.#log, "w");
    const [program, args] = this.#wrapped(this.#binaries.postgres, [
      "-D",
      this.#data,
      ...settings.flatMap((setting) => ["-c", setting]),
    ]);
    try {
      return spawn(program, args, {
        stdio: ["ignore", log, log],
        env: this.#env(),
        ...this.#account.spawnAs,
      });
    } finally {
      closeSync(log);
    }
  }

  /** The server that runs on these data now, if one does. */
  #findRunning(): { mark: ProcessMark; port: number } | undefined {
    const state = readPidFile(this.#data);
    if (state === undefined) return undefined;
    const mark = markOf(state.pid);
    // After a restart of the machine the number may belong to any other program.
    if (mark === undefined || !commandLineOf(state.pid).includes(this.#data)) return undefined;
    return { mark, port: state.port };
  }

  /** The port of the last start while it is free, so that an address once noted stays right. */
  async #choosePort(): Promise<number> {
    const file = path.join(this.home, "port");
    const last = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
    const port = (await freePort(last, LOOPBACK)) ?? (await freePort(0, LOOPBACK));
    if (port === undefined) throw new LaunchFailure("No free port for PostgreSQL on 127.0.0.1.");
    writeFileSync(file, String(port));
    return port;
  }

  #checkVersion(): void {
    const version = readFileSync(path.join(this.#data, "PG_VERSION"), "utf8").trim();
    if (version !== "18") {
      throw new LaunchFailure(
        `The data in ${this.#data} are of PostgreSQL ${version}, this release brings 18. Dump and restore them, or move the folder away to begin anew.`,
      );
    }
  }

  #giveAway(...paths: string[]): void {
    const { owner } = this.#account;
    if (owner !== undefined) for (const one of paths) chownSync(one, owner.uid, owner.gid);
  }

  #wrapped(program: string, args: readonly string[]): [string, string[]] {
    const [first, ...rest] = [...this.#account.wrapper, program, ...args];
    return [first as string, rest];
  }

  /** Nothing of the caller's PG* settings, which would change what the server and initdb do. */
  #env(): NodeJS.ProcessEnv {
    return { NODE_ENV: "production", PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
  }

  #run(program: string, args: readonly string[]): Promise<{ code: number | null; text: string }> {
    const [first, rest] = this.#wrapped(program, args);
    return new Promise((resolve, reject) => {
      const child = spawn(first, rest, {
        stdio: ["ignore", "pipe", "pipe"],
        env: this.#env(),
        ...this.#account.spawnAs,
      });
      let text = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => (text += chunk));
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, text }));
    });
  }
}

/** Who owns a cluster made earlier: only that user may run it. */
function ownerOf(folder: string): { uid: number; gid: number } | undefined {
  return existsSync(folder) ? statSync(folder) : undefined;
}
