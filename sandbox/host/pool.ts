import { setTimeout as sleep } from "node:timers/promises";
import type { Trust } from "../bundle.ts";
import type { Frame } from "../frames.ts";
import { SANDBOX_ENDING } from "../protocol.ts";
import { Child, type ChildEnd } from "./child.ts";
import type { ChildProgram } from "./child-program.ts";
import type { Confinement } from "./confinement.ts";
import { readResultHead } from "./result-head.ts";
import { type Job, Worker } from "./worker.ts";

export interface PoolOptions {
  readonly program: ChildProgram;
  readonly confinement: Confinement;
  /** Child processes in all. */
  readonly childrenMax: number;
  /** Child processes for one tenant's plugins (or for all plugins of the house together). */
  readonly childrenMaxPerKey: number;
  /** Calls that wait for one tenant before further ones are turned away. */
  readonly queueMax: number;
  /** Resident memory of a child beyond which it is killed. */
  readonly childBytesMax: number;
  readonly onChildEnd: (child: Child, reason: ChildEnd) => void;
}

/** Bytes of a UTF-16 unit in UTF-8, at most. */
const UTF8_BYTES_MAX = 3;
const WATCH_MS = 25;
/** How long running calls may go on when the sandbox is asked to end. */
const DRAIN_MS = 2_000;
/** Share of its memory limit beyond which an idle child is replaced, so that no call pays for those before it. */
const RETIRE_SHARE = 0.6;
/** A child that has seen so many bundles is replaced when idle. */
const BUNDLES_MAX = 64;
/** Children in a row that end before they are ready, and the pause after them. */
const FALSE_STARTS_MAX = 3;
const REST_MS = 5_000;

/** How the end of a child is told to the call that was running in it. */
const END_CODES: Readonly<Record<Exclude<ChildEnd, "stopped">, string>> = {
  memory: "PLUGIN_MEMORY_EXCEEDED",
  catastrophe: "PLUGIN_MEMORY_EXCEEDED",
  unresponsive: "PLUGIN_CPU_EXCEEDED",
  protocol: "PLUGIN_CRASHED",
  crash: "PLUGIN_CRASHED",
};

/**
 * Child processes and who runs in them. Strangers' plugins of one tenant have processes of their own; plugins of the
 * house share some. A call goes to an idle process only, so nobody waits behind somebody else's endless loop.
 */
export class Pool {
  readonly #options: PoolOptions;
  readonly #workers = new Set<Worker>();
  readonly #queues = new Map<string, Job[]>();
  #watch: NodeJS.Timeout | undefined;
  #closing = false;
  /** Settles with the first child that is ready, or when children do not start at all. */
  readonly started: Promise<void>;
  readonly #hasStarted = Promise.withResolvers<void>();
  /** Children that ended before they were ready, since the last one that was. */
  #falseStarts = 0;
  #lastFalseStart = "";
  #restAfterMs = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.started = this.#hasStarted.promise;
    this.started.catch(() => {});
    this.#keepSpares();
  }

  get size(): number {
    return this.#workers.size;
  }

  /** Children as an admin sees them. */
  report(): {
    pid: number | undefined;
    key: string | undefined;
    trust: Trust;
    calls: number;
    residentBytes: number;
  }[] {
    return [...this.#workers].map(({ child, key, jobs }) => ({
      pid: child.pid,
      key,
      trust: child.trust,
      calls: jobs.size,
      residentBytes: child.residentBytes,
    }));
  }

  submit(job: Job): void {
    const key = keyOf(job);
    const queue = this.#queues.get(key) ?? [];
    if (this.#closing || queue.length >= this.#options.queueMax) {
      job.onResult({ head: { ok: false, code: this.#closing ? SANDBOX_ENDING : "SANDBOX_OVERLOADED" } });
      return;
    }
    queue.push(job);
    this.#queues.set(key, queue);
    this.#serve(key);
  }

  /** Hands the answer of a capability to the child that runs the call. */
  answer(call: number, head: unknown, body: Uint8Array): void {
    for (const worker of this.#workers) {
      if (worker.jobs.has(call)) worker.answer(call, head, body);
    }
  }

  /** Takes out calls that still wait, when their caller has gone. */
  withdraw(calls: ReadonlySet<number>): void {
    for (const [key, queue] of this.#queues) {
      const left = queue.filter((job) => !calls.has(job.call));
      if (left.length > 0) this.#queues.set(key, left);
      else this.#queues.delete(key);
    }
  }

  /** Takes no further calls, lets those that run come to their end for a while, then ends every child. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const job of [...this.#queues.values()].flat())
      job.onResult({ head: { ok: false, code: SANDBOX_ENDING } });
    this.#queues.clear();
    const giveUpMs = performance.now() + DRAIN_MS;
    while ([...this.#workers].some(({ jobs }) => jobs.size > 0) && performance.now() < giveUpMs)
      await sleep(10);
    clearInterval(this.#watch);
    const ends = [...this.#workers].map(
      ({ child }) => new Promise<void>((done) => child.once("end", () => done())),
    );
    for (const { child } of this.#workers) child.stop("stopped");
    await Promise.all(ends);
  }

  #serve(key: string): void {
    const queue = this.#queues.get(key);
    let job = queue?.[0];
    while (queue !== undefined && job !== undefined) {
      const worker = this.#idleWorker(key, job.head.hash);
      if (worker === undefined) {
        this.#recruit(key, job.trust);
        return;
      }
      queue.shift();
      worker.begin(job);
      this.#watch ??= setInterval(() => this.#watchOnce(), WATCH_MS);
      job = queue[0];
    }
    this.#queues.delete(key);
  }

  #idleWorker(key: string, hash: string): Worker | undefined {
    let idle: Worker | undefined;
    for (const worker of this.#workers) {
      if (worker.key !== key || !worker.isFree) continue;
      // The one whose isolate is warm, if there is a choice.
      if (worker.child.loaded.has(hash)) return worker;
      idle = worker;
    }
    return idle;
  }

  /** Binds a spare child to a key, or starts one, or makes room for one. */
  #recruit(key: string, trust: Trust): void {
    const bound = [...this.#workers].filter((worker) => worker.key === key);
    // One on its way up will come and ask for work by itself.
    if (bound.length >= this.#options.childrenMaxPerKey || bound.some(({ child }) => !child.ready)) return;
    const spare = [...this.#workers].find(
      (worker) => worker.key === undefined && worker.child.trust === trust,
    );
    if (spare === undefined && performance.now() < this.#restAfterMs) {
      this.#turnAway(key);
      return;
    }
    if (spare === undefined && this.size >= this.#options.childrenMax && !this.#makeRoom(key)) return;
    const worker = spare ?? this.#start(trust);
    worker.key = key;
    this.#keepSpares();
    if (worker.child.ready) this.#serve(key);
  }

  /** Ends the idle child that was used longest ago, so that another tenant gets its turn. */
  #makeRoom(key: string): boolean {
    const idle = [...this.#workers]
      .filter(({ child, jobs, key: owner }) => child.ready && jobs.size === 0 && owner !== key)
      .filter(({ key: owner }) => owner === undefined || !this.#queues.has(owner))
      .sort((a, b) => a.usedMs - b.usedMs)[0];
    if (idle === undefined) return false;
    this.#workers.delete(idle);
    idle.child.stop("stopped");
    return true;
  }

  #keepSpares(): void {
    for (const trust of ["first-party", "third-party"] as const) {
      const spare = [...this.#workers].some(
        (worker) => worker.key === undefined && worker.child.trust === trust,
      );
      const served =
        trust === "first-party" && [...this.#workers].some((worker) => worker.child.trust === trust);
      if (!spare && !served && this.size < this.#options.childrenMax) this.#start(trust);
    }
  }

  #start(trust: Trust): Worker {
    const used = new Set([...this.#workers].map(({ child }) => child.slot));
    let slot = 0;
    while (used.has(slot)) slot++;
    const child = new Child(this.#options.program, this.#options.confinement, slot, trust);
    const worker = new Worker(child);
    this.#workers.add(worker);
    child.on("ready", () => {
      this.#falseStarts = 0;
      this.#hasStarted.resolve();
      this.#serveAll();
    });
    child.on("frame", (frame) => this.#frame(worker, frame));
    child.on("end", (reason) => this.#ended(worker, reason));
    return worker;
  }

  #frame(worker: Worker, frame: Frame): void {
    const job = worker.jobs.get(frame.call);
    if (frame.kind === "parked") {
      worker.endTurn(frame.call);
    } else if (frame.kind === "ask" && job !== undefined) {
      job.hasAsked = true;
      job.onAsk(frame);
      return;
    } else if (frame.kind !== "result" || job === undefined || !this.#result(worker, job, frame)) {
      worker.child.stop("protocol");
      return;
    }
    if (worker.isFree && worker.key !== undefined) this.#serve(worker.key);
    // Idle now: others, who found every process taken, may have its place.
    if (worker.jobs.size === 0 && this.#queues.size > 0) this.#serveAll();
  }

  /** `false`: the child says something that it must not say. */
  #result(worker: Worker, job: Job, frame: Frame): boolean {
    const head = readResultHead(frame);
    if (head === undefined || frame.body.length > job.head.budget.resultLength * UTF8_BYTES_MAX) return false;
    worker.finish(frame.call);
    if (head.late !== true) worker.endTurn(frame.call);
    job.onResult({ head, headBytes: frame.head, output: frame.body });
    const large = worker.child.residentBytes > this.#options.childBytesMax * RETIRE_SHARE;
    if (worker.jobs.size === 0 && (large || worker.child.loaded.size > BUNDLES_MAX)) {
      worker.retired = true;
      worker.child.stop("stopped");
    }
    return true;
  }

  #ended(worker: Worker, reason: ChildEnd): void {
    this.#workers.delete(worker);
    this.#options.onChildEnd(worker.child, reason);
    const culprit = worker.guiltyCall;
    for (const job of worker.jobs.values()) {
      // The culprit's own doing is not tried again; a crash may have come from outside.
      const guilty = job.call === culprit && reason !== "crash" && reason !== "stopped";
      if (!this.#closing && !guilty && !job.hasAsked && !job.retried) {
        job.retried = true;
        this.submit(job);
      } else {
        const ending = this.#closing && !job.hasAsked ? SANDBOX_ENDING : "SANDBOX_UNAVAILABLE";
        const code =
          reason === "stopped" ? ending : job.call === culprit ? END_CODES[reason] : "PLUGIN_CRASHED";
        const { cpuMs, memoryMb } = job.head.budget;
        job.onResult({ head: { ok: false, code, params: { limitMs: cpuMs, limitMb: memoryMb, reason } } });
      }
    }
    if (this.#closing) return;
    if (!worker.child.ready && reason !== "stopped") this.#falseStart(worker.child);
    else this.#keepSpares();
    this.#serveAll();
  }

  /** A child that cannot even start must not be started for ever. */
  #falseStart(child: Child): void {
    this.#falseStarts++;
    const words = child.stderr.trim().split("\n");
    this.#lastFalseStart = words.find((line) => /^(\w*Error|FATAL|cannot)\b/.test(line)) ?? words[0] ?? "";
    if (this.#falseStarts < FALSE_STARTS_MAX) {
      this.#keepSpares();
      return;
    }
    this.#hasStarted.reject(new Error(`its processes do not start: ${this.#lastFalseStart}`));
    this.#restAfterMs = performance.now() + REST_MS;
  }

  #turnAway(key: string): void {
    const queue = this.#queues.get(key) ?? [];
    this.#queues.delete(key);
    const params = { reason: `its processes do not start: ${this.#lastFalseStart}` };
    for (const job of queue) job.onResult({ head: { ok: false, code: "SANDBOX_UNAVAILABLE", params } });
  }

  #serveAll(): void {
    for (const key of [...this.#queues.keys()]) this.#serve(key);
  }

  /** Looks at time and memory from outside: what the child says about itself does not matter here. */
  #watchOnce(): void {
    const nowMs = performance.now();
    let busy = false;
    for (const worker of this.#workers) {
      if (worker.jobs.size === 0) continue;
      busy = true;
      worker.overdue ??= worker.overdueCall(nowMs);
      if (worker.overdue !== undefined) worker.child.stop("unresponsive");
      void worker.child.measure().then((bytes) => {
        if (bytes > this.#options.childBytesMax && !worker.child.ended) worker.child.stop("memory");
      });
    }
    if (busy) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }
}

function keyOf(job: Job): string {
  return job.trust === "first-party" ? "first-party" : `tenant ${job.head.tenantId}`;
}
