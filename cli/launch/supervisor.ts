import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { PROJECT_ROOT } from "./data-folder.ts";
import { LaunchFailure } from "./failure.ts";
import type { RoleLog } from "./role-log.ts";
import { PROCESS_ROLES, type ProcessRole } from "./roles.ts";
import { LEASH } from "./run.ts";

const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 12_000;
const BACK_OFF_MS = { first: 500, greatest: 15_000 } as const;
/** A process that ran this long was well: its next end begins the back-off anew. */
const SETTLED_MS = 60_000;

export interface SupervisorOptions {
  /** The environment of trusted roles; the others get what is in `plain` only. */
  readonly secretEnvironment: Readonly<Record<string, string>>;
  readonly plainEnvironment: Readonly<Record<string, string>>;
  readonly log: RoleLog;
  readonly say: (line: string) => void;
}

/** Starts the processes of the product, starts again what ends by itself, and stops all of them in order. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #running = new Map<ProcessRole["name"], ChildProcess>();
  readonly #waiting = new Set<NodeJS.Timeout>();
  readonly #restarting = new Set<ProcessRole["name"]>();
  #stopping = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /**
   * Starts one role and waits until it says that it can serve.
   * @throws LaunchFailure with the last line it wrote when it ends before.
   */
  async start(role: ProcessRole): Promise<void> {
    const child = this.#spawn(role);
    await this.#untilReady(role, child);
    this.#watch(role, child, Date.now(), BACK_OFF_MS.first);
  }

  /** The number of a role's process now, for messages and tests. */
  pidOf(name: ProcessRole["name"]): number | undefined {
    return this.#running.get(name)?.pid;
  }

  /** Stops a role that runs, for the supervisor to start it again at once: its code has changed. */
  restart(name: ProcessRole["name"]): void {
    const child = this.#running.get(name);
    if (child === undefined || hasEnded(child)) return;
    this.#restarting.add(name);
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS).unref();
  }

  /** Stops all roles, in the opposite order of their table; one that does not stop in time is killed. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#waiting) clearTimeout(timer);
    for (const role of PROCESS_ROLES.toReversed()) {
      const child = this.#running.get(role.name);
      if (child === undefined) continue;
      if (hasEnded(child)) continue;
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.kill("SIGTERM");
      const late = setTimeout(() => {
        this.#options.say(`! ${role.name} did not stop within ${STOP_TIMEOUT_MS / 1000} s and was killed`);
        child.kill("SIGKILL");
      }, STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(late);
    }
    this.#running.clear();
  }

  #spawn(role: ProcessRole): ChildProcess {
    const { secretEnvironment, plainEnvironment, log } = this.#options;
    const flags = ["--disable-warning=ExperimentalWarning", ...role.nodeFlags, "--import", LEASH];
    const child = spawn(
      process.execPath,
      [...flags, path.join(PROJECT_ROOT, role.file), ...(role.args ?? [])],
      {
        cwd: PROJECT_ROOT,
        env: { NODE_ENV: "production", ...plainEnvironment, ...(role.trusted ? secretEnvironment : {}) },
        stdio: ["ignore", "pipe", "pipe", "ipc"],
        // A group of its own: Ctrl-C at the terminal reaches the launcher only, which stops the others in order.
        detached: true,
      },
    );
    log.follow(role.name, child);
    this.#running.set(role.name, child);
    return child;
  }

  #untilReady(role: ProcessRole, child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        child.kill("SIGKILL");
        reject(
          new LaunchFailure(`${role.name} was not ready within ${READY_TIMEOUT_MS / 1000} s. See its log.`),
        );
      }, READY_TIMEOUT_MS);
      child.on("message", (message) => {
        if ((message as { ready?: unknown } | null)?.ready !== true) return;
        clearTimeout(late);
        resolve();
      });
      child.once("error", reject);
      // `close`, not `exit`: by then everything that it wrote has arrived.
      child.once("close", () => {
        clearTimeout(late);
        reject(
          new LaunchFailure(this.#options.log.lastWords(role.name) ?? `${role.name} ended at its start.`),
        );
      });
    });
  }

  #watch(role: ProcessRole, child: ChildProcess, startedMs: number, backOffMs: number): void {
    const again = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (this.#stopping) return;
      const asked = this.#restarting.delete(role.name);
      const settled = Date.now() - startedMs > SETTLED_MS;
      const waitMs = asked ? 0 : settled ? BACK_OFF_MS.first : backOffMs;
      this.#options.say(
        asked
          ? `! ${role.name} starts again`
          : `! ${role.name} ended (${signal ?? `code ${code}`}), starts again in ${waitMs / 1000} s`,
      );
      const timer = setTimeout(() => {
        this.#waiting.delete(timer);
        const next = this.#spawn(role);
        this.#watch(
          role,
          next,
          Date.now(),
          Math.min(Math.max(waitMs, BACK_OFF_MS.first) * 2, BACK_OFF_MS.greatest),
        );
      }, waitMs);
      this.#waiting.add(timer);
    };
    if (hasEnded(child)) again(child.exitCode, child.signalCode);
    else child.once("exit", again);
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
