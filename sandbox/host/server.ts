import { chmodSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { bundleHash } from "../bundle.ts";
import { bodyText, encodeFrame, type Frame, headOf, onFrames } from "../frames.ts";
import {
  type AppCallHead,
  BUNDLE_UNKNOWN,
  type BundleHead,
  type Control,
  SANDBOX_ENDING,
  type SandboxHealth,
  type SandboxStatus,
} from "../protocol.ts";
import { Conduct, type ConductRules } from "./conduct.ts";
import type { Confinement } from "./confinement.ts";
import { Pool, type PoolOptions } from "./pool.ts";
import type { Job, JobResult } from "./worker.ts";

/** Bundles held for children to come; an app process sends one again that was dropped. */
const BUNDLES_MAX = 256;

export interface SandboxOptions extends Omit<PoolOptions, "onChildEnd"> {
  readonly socketPath: string;
  readonly conduct?: ConductRules;
  readonly log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
}

/**
 * The sandbox as app processes see it: a unix socket that takes bundles, calls and questions about its state. It holds
 * no data of its own that matters: after a crash the next one starts empty and clients send their bundles again.
 */
export class SandboxServer {
  readonly #options: SandboxOptions;
  readonly #confinement: Confinement;
  readonly #pool: Pool;
  readonly #conduct: Conduct;
  readonly #server: Server;
  readonly #bundles = new Map<string, string>();
  readonly #connections = new Set<Socket>();
  readonly #ends: Record<string, number> = {};
  readonly #startedMs = performance.now();
  #lastCall = 0;

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.#confinement = options.confinement;
    this.#conduct = new Conduct(options.conduct);
    this.#pool = new Pool({
      ...options,
      onChildEnd: (child, reason) => {
        this.#ends[reason] = (this.#ends[reason] ?? 0) + 1;
        if (reason !== "stopped")
          options.log("child ended", { reason, pid: child.pid, stderr: child.stderr });
      },
    });
    this.#server = createServer((socket) => this.#connected(socket));
  }

  /**
   * Begins to listen, and returns once the first child is ready; fails when children do not start. A socket that nobody
   * serves any more is cleared away, one that somebody serves is an error.
   */
  async listen(): Promise<void> {
    const { socketPath } = this.#options;
    if (await isServed(socketPath)) throw new Error(`another sandbox serves ${socketPath}`);
    rmSync(socketPath, { force: true });
    await new Promise<void>((done, failed) => {
      this.#server.once("error", failed);
      this.#server.listen(socketPath, done);
    });
    chmodSync(socketPath, 0o600);
    await this.#pool.started;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((done) => this.#server.close(() => done()));
    await this.#pool.close();
    for (const socket of this.#connections) socket.end();
    setTimeout(() => {
      for (const socket of this.#connections) socket.destroy();
    }, 200).unref();
    await closed;
    rmSync(this.#options.socketPath, { force: true });
  }

  #connected(socket: Socket): void {
    this.#connections.add(socket);
    /** This connection's number of a call → the sandbox's. */
    const calls = new Map<number, number>();
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#connections.delete(socket);
      this.#pool.withdraw(new Set(calls.values()));
    });
    onFrames(socket, (frame) => {
      switch (frame.kind) {
        case "load":
          return this.#load(frame);
        case "call":
          return this.#call(socket, calls, frame);
        case "answer": {
          const call = calls.get(frame.call);
          if (call !== undefined) this.#pool.answer(call, headOf(frame), frame.body);
          return;
        }
        case "control":
          socket.write(encodeFrame("reply", frame.call, this.#control(headOf<Control>(frame))));
          return;
        default:
          socket.destroy();
      }
    });
  }

  #load(frame: Frame): void {
    const { hash, manifest } = headOf<BundleHead>(frame);
    const source = bodyText(frame);
    // What is run is what was approved, whoever sent it.
    if (bundleHash(manifest, source) !== hash) return;
    this.#bundles.delete(hash);
    this.#bundles.set(hash, source);
    const [oldest] = this.#bundles.keys();
    if (this.#bundles.size > BUNDLES_MAX && oldest !== undefined) this.#bundles.delete(oldest);
  }

  #call(socket: Socket, calls: Map<number, number>, frame: Frame): void {
    const head = headOf<AppCallHead>(frame);
    const { tenantId, hash, trust } = head;
    const answer = ({ head: result, headBytes, output }: JobResult) => {
      calls.delete(frame.call);
      if (!socket.destroyed) socket.write(encodeFrame("result", frame.call, headBytes ?? result, output));
    };
    const source = this.#bundles.get(hash);
    const refusal = this.#conduct.refuses(tenantId, hash, Date.now());
    if (source === undefined || refusal !== undefined) {
      answer({ head: { ok: false, code: BUNDLE_UNKNOWN, ...refusal } });
      return;
    }

    const call = this.#nextCall();
    calls.set(frame.call, call);
    const job: Job = {
      call,
      head,
      headBytes: frame.head,
      trust,
      source,
      // The chunk that it came in is kept alive by this view, for as long as the call waits.
      input: frame.body,
      hasAsked: false,
      retried: false,
      onAsk: (ask) => socket.write(encodeFrame("ask", frame.call, ask.head, ask.body)),
      onResult: (result) => {
        if (result.head.code !== SANDBOX_ENDING) {
          this.#conduct.note(tenantId, hash, result.head.code, result.head.use, Date.now());
        }
        // Switched off while it ran: its answer is worth nothing any more.
        if (this.#conduct.isBlocked(tenantId, hash)) answer({ head: { ok: false, code: "PLUGIN_BLOCKED" } });
        else answer(result);
      },
    };
    this.#pool.submit(job);
  }

  #nextCall(): number {
    this.#lastCall = (this.#lastCall + 1) >>> 0;
    return this.#lastCall;
  }

  #control(control: Control): SandboxHealth | SandboxStatus {
    switch (control.op) {
      case "health":
        return this.#health();
      case "status":
        return {
          ...this.#health(),
          processes: this.#pool.report(),
          plugins: this.#conduct.report(Date.now()),
          ends: this.#ends,
        };
      case "pardon":
        this.#conduct.pardon(control.tenantId, control.hash);
        return this.#health();
      case "block":
        this.#conduct.block(control.hash, control.tenantId, control.blocked);
        return this.#health();
    }
  }

  #health(): SandboxHealth {
    return {
      healthy: true,
      pid: process.pid,
      uptimeSeconds: Math.round((performance.now() - this.#startedMs) / 1_000),
      children: this.#pool.size,
      floors: this.#confinement.floors,
      missing: this.#confinement.missing,
    };
  }
}

function isServed(socketPath: string): Promise<boolean> {
  return new Promise((done) => {
    const probe = connect(socketPath);
    probe.once("connect", () => {
      probe.destroy();
      done(true);
    });
    probe.once("error", () => done(false));
  });
}
