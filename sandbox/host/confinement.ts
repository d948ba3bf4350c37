import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

/** Open descriptors of a child: its pipe, its log, epoll and what V8 opens while it starts. */
const DESCRIPTORS_MAX = 48;
/** Threads of a child (limits count threads of its user id): Node's own, isolated-vm's, spare. */
const THREADS_MAX = 96;
/** First of the ids that children become, one a slot, so that no child can signal or trace another. */
const FIRST_ID = 61_000;
const NOBODY = 65_534;

/** How children are held on this system, found out once at start. */
export interface Confinement {
  /** Command and arguments to put before Node's own. */
  readonly prefix: readonly string[];
  readonly root: boolean;
  /** One word for each floor that stands, for the log and the status page. */
  readonly floors: readonly string[];
  /** What this system does not give; said at start. */
  readonly missing: readonly string[];
}

/** Tries the system's tools. Each is used where it works, none is required: the isolate and the process stand anyway. */
export function findConfinement(): Confinement {
  const root = process.getuid?.() === 0;
  const prefix: string[] = [];
  const floors = ["isolate", "process", "empty environment", "Node permission model"];
  const missing: string[] = [];

  const take = (floor: string, candidates: readonly (readonly string[])[]) => {
    const works = candidates.find((candidate) => runs([...prefix, ...candidate]));
    if (works === undefined) missing.push(floor);
    else {
      prefix.push(...works);
      floors.push(floor);
    }
  };

  take(
    "network namespace",
    root
      ? [
          ["unshare", "--net", "--ipc", "--"],
          ["unshare", "--net", "--"],
        ]
      : [
          ["unshare", "--user", "--net", "--ipc", "--"],
          ["unshare", "--user", "--net", "--"],
        ],
  );
  take("no new privileges", [["setpriv", "--no-new-privs", "--"]]);
  take("resource limits", [
    [
      "prlimit",
      "--core=0",
      "--fsize=0",
      `--nofile=${DESCRIPTORS_MAX}`,
      ...(root ? [`--nproc=${THREADS_MAX}`] : []),
      "--",
    ],
    ["/bin/sh", "-c", `ulimit -c 0 && ulimit -f 0 && ulimit -n ${DESCRIPTORS_MAX} && exec "$@"`, "sh"],
  ]);
  if (root) floors.push("dropped user");
  return { prefix, root, floors, missing };
}

/** User ids for the child in a slot: its own, else nobody's. */
export function idsFor(slot: number, root: boolean): readonly number[] {
  return root ? [FIRST_ID + slot, NOBODY] : [];
}

/** Node's flags for a child: what it may read, and for plugins of strangers no compiler and no WebAssembly at all. */
export function nodeFlags(readable: readonly string[], jit: boolean): readonly string[] {
  return [
    "--no-node-snapshot",
    "--no-warnings",
    "--permission",
    // isolated-vm is an addon. After it nothing loads one: plugin code has no way to name a file.
    "--allow-addons",
    ...readable.map((file) => `--allow-fs-read=${file}`),
    "--max-old-space-size=256",
    ...(jit ? [] : ["--jitless"]),
  ];
}

/**
 * Resident memory of a process in bytes, read from outside: /proc on Linux, `ps` elsewhere; `undefined` when it has
 * ended.
 */
export async function residentBytes(pid: number): Promise<number | undefined> {
  const kilobytes = process.platform === "linux" ? await fromProc(pid) : await fromPs(pid);
  return Number.isFinite(kilobytes) ? kilobytes * 1_024 : undefined;
}

async function fromProc(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN);
}

function fromPs(pid: number): Promise<number> {
  return new Promise((done) => {
    execFile("ps", ["-o", "rss=", "-p", String(pid)], (error, text) =>
      done(error ? Number.NaN : Number(text)),
    );
  });
}

function runs(command: readonly string[]): boolean {
  const [file = "", ...rest] = command;
  const found = path.isAbsolute(file) ? existsSync(file) : true;
  return (
    found &&
    spawnSync(file, [...rest, process.execPath, "--version"], { stdio: "ignore", timeout: 5_000 }).status ===
      0
  );
}
