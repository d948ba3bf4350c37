import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
import { PROJECT_ROOT } from "#cli/launch/data-folder.ts";
import { freePort } from "#cli/launch/ports.ts";

/** A start on a loaded machine, where the pages may have to be built first. */
export const START_TIMEOUT_MS = 180_000;

export interface Run {
  readonly process: ChildProcess;
  /** What it wrote so far, on both streams. */
  output(): string;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  kill(signal: NodeJS.Signals): Promise<number | string>;
}

/**
 * A whole product, started as `npm start` does it, on a data folder, an embedded database and a port of its own. Without
 * demo data unless the environment asks for them: these tests are about processes.
 */
export class TestProduct {
  readonly folder = mkdtempSync(path.join(tmpdir(), "manifold-"));
  readonly port: number;
  readonly #runs: Run[] = [];

  private constructor(port: number) {
    this.port = port;
  }

  static async make(): Promise<TestProduct> {
    const port = await freePort(0);
    if (port === undefined) throw new Error("no port is free");
    return new TestProduct(port);
  }

  /** Runs the start command, whatever becomes of it. */
  run(environment: Readonly<Record<string, string>> = {}): Run {
    const child = spawn(process.execPath, [path.join(PROJECT_ROOT, "cli/bootstrap.mjs"), "start"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        DATABASE_URL: "",
        DATABASE_ROLE_PREFIX: "",
        MANIFOLD_SECRET: "",
        MANIFOLD_DEMO: "false",
        NODE_ENV: "production",
        MANIFOLD_DATA: this.folder,
        PORT: String(this.port),
        ...environment,
      },
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        text += chunk;
      });
    }
    const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
    const kill = (signal: NodeJS.Signals): Promise<number | string> => {
      child.kill(signal);
      return ended;
    };
    const run: Run = { process: child, ended, output: () => text, kill };
    this.#runs.push(run);
    return run;
  }

  /** Runs the start command and waits until the product serves. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<Run> {
    const run = this.run(environment);
    await vi.waitFor(
      () => {
        if (run.output().includes("Manifold runs")) return;
        throw new Error(`it does not run:\n${run.output()}`);
      },
      { timeout: START_TIMEOUT_MS, interval: 100 },
    );
    return run;
  }

  /** The HTTP status of the readiness page. */
  async readiness(): Promise<number> {
    return (await fetch(`http://127.0.0.1:${this.port}/health/ready`)).status;
  }

  /** Every process that has this product's folder in its command line or its environment: number and command. */
  async processes(): Promise<{ pid: number; command: string }[]> {
    const list = (options: string): ChildProcess => spawn("ps", [options, "-o", "pid=,args="]);
    const lister = list(process.platform === "linux" ? "axeww" : "axEww");
    let text = "";
    lister.stdout?.on("data", (chunk) => {
      text += chunk;
    });
    await once(lister, "close");
    return text
      .split("\n")
      .filter((line) => line.includes(this.folder) && !/^\s*\d+ ps /.test(line))
      .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().slice(0, 200) }));
  }

  async remove(): Promise<void> {
    for (const run of this.#runs) if (run.process.exitCode === null) await run.kill("SIGTERM");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
