import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import { setPriority } from "node:os";
import type { Trust } from "../bundle.ts";
import { encodeFrame, type Frame, type FrameKind, onFrames } from "../frames.ts";
import type { ChildProgram } from "./child-program.ts";
import { type Confinement, idsFor, nodeFlags, residentBytes } from "./confinement.ts";

/** Why a child ended. */
export type ChildEnd = "stopped" | "memory" | "unresponsive" | "protocol" | "catastrophe" | "crash";

const EXIT_CATASTROPHE = 71;
/** Niceness of children for plugins of strangers: about a third of the weight of a usual process. */
const STRANGER_PRIORITY = 5;
const STDERR_LENGTH_MAX = 4_000;

interface ChildEvents {
  ready: [];
  frame: [Frame];
  end: [ChildEnd];
}

/** One child process, from spawn to end. It never outlives the sandbox: it ends when its pipe closes. */
export class Child extends EventEmitter<ChildEvents> {
  readonly slot: number;
  readonly trust: Trust;
  readonly startedMs = performance.now();
  /** Bundles whose source it has been sent. */
  readonly loaded = new Set<string>();
  ready = false;
  ended = false;
  /** Last reading of its resident memory. */
  residentBytes = 0;
  stderr = "";
  readonly #process: ChildProcess;
  readonly #pipe: Socket;
  #reason: ChildEnd | undefined;

  constructor(program: ChildProgram, confinement: Confinement, slot: number, trust: Trust) {
    super();
    this.slot = slot;
    this.trust = trust;
    const [file = process.execPath, ...args] = [
      ...confinement.prefix,
      process.execPath,
      ...nodeFlags([program.folder, program.addon], trust === "first-party"),
      program.entry,
      JSON.stringify({
        addon: program.addon,
        runtime: program.runtime,
        sdk: program.sdk,
        becomeIds: idsFor(slot, confinement.root),
      }),
    ];
    this.#process = spawn(file, args, {
      cwd: "/",
      // No secret can leak from an environment that is empty; the zone makes local time the same everywhere.
      env: { TZ: "UTC" } as unknown as NodeJS.ProcessEnv,
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    });
    this.#yieldToOthers();
    this.#pipe = this.#process.stdio[3] as Socket;
    onFrames(this.#pipe, (frame) => this.#take(frame));
    this.#pipe.on("error", () => this.stop("protocol"));
    this.#process.stderr?.on("data", (chunk: Buffer) => {
      this.stderr = (this.stderr + chunk.toString("utf8")).slice(-STDERR_LENGTH_MAX);
    });
    this.#process.on("error", () => this.#end("crash"));
    this.#process.on("exit", (code: number | null) =>
      this.#end(this.#reason ?? (code === EXIT_CATASTROPHE ? "catastrophe" : "crash")),
    );
  }

  /** A stranger's endless loop must not take the processor from the product's own work. */
  #yieldToOthers(): void {
    if (this.trust === "first-party" || this.pid === undefined) return;
    try {
      setPriority(this.pid, STRANGER_PRIORITY);
    } catch {
      // It has ended already, or the system does not know priorities.
    }
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  send(kind: FrameKind, call: number, head?: unknown, body?: string | Uint8Array): void {
    if (!this.ended) this.#pipe.write(encodeFrame(kind, call, head, body));
  }

  /** Kills it; `end` tells why. */
  stop(reason: ChildEnd): void {
    this.#reason ??= reason;
    this.#process.kill("SIGKILL");
  }

  /** Reads the resident memory from outside. */
  async measure(): Promise<number> {
    if (this.ended || this.pid === undefined) return 0;
    this.residentBytes = (await residentBytes(this.pid)) ?? this.residentBytes;
    return this.residentBytes;
  }

  #take(frame: Frame): void {
    if (frame.kind !== "ready") {
      this.emit("frame", frame);
      return;
    }
    this.ready = true;
    this.emit("ready");
  }

  #end(reason: ChildEnd): void {
    if (this.ended) return;
    this.ended = true;
    this.#pipe.destroy();
    this.emit("end", reason);
  }
}
