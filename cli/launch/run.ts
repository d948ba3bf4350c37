import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { PROJECT_ROOT } from "./data-folder.ts";

export interface Outcome {
  readonly code: number;
  /** What the program wrote on both of its streams, in order. */
  readonly output: string;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Ends the program when this process is killed, and hears the messages that it sends. */
  readonly onMessage?: (message: Readonly<Record<string, unknown>>) => void;
  /** A program that runs longer is ended, and counts as failed. */
  readonly timeoutMs?: number;
}

/** Preloaded into a child, it ends the child when its launcher is gone. */
export const LEASH = path.join(import.meta.dirname, "leash.ts");

const KILL_AFTER_MS = 20_000;

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Runs a program of the project or of its packages with this Node and gathers what it writes.
 * @param script path from the root of the project, e.g. `node_modules/vite/bin/vite.js`
 */
export function runScript(
  script: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const { environment, onMessage, timeoutMs } = options;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...(onMessage ? ["--import", LEASH] : []), script, ...args], {
      cwd: PROJECT_ROOT,
      stdio: ["ignore", "pipe", "pipe", ...(onMessage ? (["ipc"] as const) : [])],
      env: { ...process.env, ...environment },
    });
    running.add(child);
    let output = "";
    const late =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            output += `\nended after ${timeoutMs / 60_000} min without a result\n`;
            child.kill("SIGTERM");
            setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS).unref();
          }, timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.on("message", (message) => onMessage?.(message as Readonly<Record<string, unknown>>));
    child.on("error", (error) => resolve({ code: 1, output: `${output}${error.message}\n` }));
    child.on("close", (code) => {
      clearTimeout(late);
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}
