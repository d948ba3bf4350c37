import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PROJECT_ROOT } from "./data-folder.ts";
import { findInstance } from "./instance.ts";
import { freePort } from "./ports.ts";

/** A start on a loaded machine, where the pages may have to be built first. */
const START_MS = 180_000;
const folder = mkdtempSync(path.join(tmpdir(), "manifold-"));
let port: number;
let product: Product | undefined;

beforeAll(async () => {
  port = (await freePort(0))!;
});
afterAll(async () => {
  await product?.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

interface Product {
  readonly process: ChildProcess;
  output(): string;
  /** Resolves with the exit code, or with the signal that ended it. */
  kill(signal: NodeJS.Signals): Promise<number | string>;
}

/** Without demo data: what is started, killed and started again here are processes. */
function run(
  environment: Readonly<Record<string, string>> = {},
): Product & { ended: Promise<number | string> } {
  const child = spawn(process.execPath, [path.join(PROJECT_ROOT, "cli/bootstrap.mjs"), "start"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      DATABASE_URL: "",
      MANIFOLD_SECRET: "",
      MANIFOLD_DEMO: "false",
      NODE_ENV: "production",
      MANIFOLD_DATA: folder,
      PORT: String(port),
      ...environment,
    },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
  return {
    process: child,
    ended,
    output: () => text,
    kill: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

async function start(): Promise<Product> {
  const started = run();
  product = started;
  await vi.waitFor(
    () => {
      if (started.process.exitCode !== null) throw new Error(`it ended:\n${started.output()}`);
      expect(started.output()).toContain("Manifold runs: ");
    },
    { timeout: START_MS, interval: 100 },
  );
  return started;
}

const answers = async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status;
const pidFile = (): string => path.join(folder, "postgres/data/postmaster.pid");
const postmaster = (): number => Number(readFileSync(pidFile(), "utf8").split("\n")[0]);

/** Every process that has this folder in its command line or its environment. */
async function remaining(): Promise<string[]> {
  const lister = spawn(
    "ps",
    process.platform === "linux" ? ["axeww", "-o", "pid=,args="] : ["axEww", "-o", "pid=,args="],
  );
  let text = "";
  lister.stdout.on("data", (chunk) => (text += chunk));
  await once(lister, "close");
  return text
    .split("\n")
    .filter((line) => line.includes(folder))
    .map((line) => line.slice(0, 160));
}

describe("npm start", { timeout: 2 * START_MS }, () => {
  it("serves, is recognised by a second start, survives kills, and leaves nothing behind", async () => {
    await start();
    expect(await answers()).toBe(200);

    const second = run();
    expect(await second.ended).toBe(0);
    expect(second.output()).toContain(`Manifold already runs at http://localhost:${port}`);

    // The server of the database is killed: it comes back, and so do the pages that need it.
    const server = postmaster();
    process.kill(server, "SIGKILL");
    await vi.waitFor(() => expect(postmaster()).not.toBe(server), 20_000);
    await vi.waitFor(async () => expect(await answers()).toBe(200), 20_000);

    // The launcher is killed and cannot tell anybody: everything ends nevertheless.
    process.kill(findInstance(folder)!.launcher.pid, "SIGKILL");
    await vi.waitFor(async () => expect(await remaining()).toEqual([]), 30_000);

    const again = await start();
    expect(await answers()).toBe(200);
    expect(again.output()).toContain("migrations: up to date");

    expect(await again.kill("SIGINT")).toBe(0);
    expect(again.output()).toContain("stopped");
    expect(await remaining()).toEqual([]);
  });

  it("says in one line that the port is in use, and ends with 1", async () => {
    const taken = createServer().listen(port);
    await once(taken, "listening");
    try {
      const refused = run();
      expect(await refused.ended).toBe(1);
      expect(refused.output().trim()).toMatch(
        new RegExp(`^✗ Port ${port} is in use by another program\\..*npm start$`),
      );
    } finally {
      taken.close();
    }
  });

  it("says in one line what is wrong with the configuration, never its value", async () => {
    const refused = run({ MANIFOLD_SECRET: "too-short", LOG_LEVEL: "loud" });
    expect(await refused.ended).toBe(1);
    const line = refused.output().trim().split("\n").at(-1);
    expect(line).toMatch(
      /^✗ The configuration cannot be used\..*MANIFOLD_SECRET: must have at least 32 characters; LOG_LEVEL: must be one of/,
    );
    expect(refused.output()).not.toContain("too-short");
    expect(await remaining()).toEqual([]);
  });
});
