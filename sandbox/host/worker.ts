import type { Trust } from "../bundle.ts";
import type { CallHead, ResultHead } from "../child/protocol.ts";
import type { Frame } from "../frames.ts";
import type { Child } from "./child.ts";

/** How a call ended: by what the child said, with the bytes in which it said it, or without a child. */
export interface JobResult {
  readonly head: Omit<ResultHead, "use"> & Partial<Pick<ResultHead, "use">>;
  readonly headBytes?: Uint8Array;
  readonly output?: Uint8Array;
}

/** A call on its way. */
export interface Job {
  readonly call: number;
  readonly head: CallHead;
  /** The head as it came, to be passed on without writing it again. */
  readonly headBytes: Uint8Array;
  readonly trust: Trust;
  readonly source: string;
  readonly input: Uint8Array;
  readonly onAsk: (frame: Frame) => void;
  readonly onResult: (result: JobResult) => void;
  /** Whether it has used a capability: then it may have had an effect, and is not run again. */
  hasAsked: boolean;
  retried: boolean;
}

/** Beyond the budgets that the child itself enforces: only for children that have stopped doing so. */
const OVER = 1.2;
const TURN_GRACE_MS = 300;
const CALL_GRACE_MS = 2_000;
/** CPU budgets are stretched up to so far by the child on a busy machine (child/calls.ts, two attempts). */
const PATIENCE = 10;

/** A child process with the calls that it has, and the times by which it must have said something about them. */
export class Worker {
  readonly child: Child;
  /** Whose plugins it runs; `undefined` as long as it is a spare. */
  key: string | undefined;
  readonly jobs = new Map<number, Job>();
  /** On its way out: it gets no further calls. */
  retired = false;
  usedMs = performance.now();
  /** The call for which it was killed. */
  overdue: number | undefined;
  /** Calls with a turn in the child, in the order in which it takes them: the first one is running. */
  readonly #turns: number[] = [];
  #turnEndsMs = 0;
  /** By call: when it must have been answered, parked or not. */
  readonly #endsMs = new Map<number, number>();

  constructor(child: Child) {
    this.child = child;
  }

  /** Whether a call given to it now would begin at once. */
  get isFree(): boolean {
    return this.child.ready && !this.retired && this.#turns.length === 0;
  }

  /** Whose doing it is when the child ends: the overdue call, else the one that was running. */
  get guiltyCall(): number | undefined {
    return this.overdue ?? this.#turns[0];
  }

  begin(job: Job): void {
    const { head, call, headBytes, source, input } = job;
    if (!this.child.loaded.has(head.hash)) {
      this.child.loaded.add(head.hash);
      this.child.send("load", 0, { hash: head.hash }, source);
    }
    this.jobs.set(call, job);
    const runs = head.prove ? 2 : 1;
    this.#endsMs.set(call, performance.now() + head.budget.wallMs * OVER * runs + CALL_GRACE_MS);
    this.#startTurn(call);
    this.child.send("call", call, headBytes, input);
  }

  answer(call: number, head: unknown, body: Uint8Array): void {
    this.#startTurn(call);
    this.child.send("answer", call, head, body);
  }

  endTurn(call: number): void {
    const at = this.#turns.indexOf(call);
    if (at !== -1) this.#turns.splice(at, 1);
    this.#setTurnEnd();
  }

  finish(call: number): void {
    this.jobs.delete(call);
    this.#endsMs.delete(call);
    this.usedMs = performance.now();
  }

  /** The call for which the child has let a time pass that no child lets pass that keeps its own limits. */
  overdueCall(nowMs: number): number | undefined {
    if (this.#turns.length > 0 && nowMs > this.#turnEndsMs) return this.#turns[0];
    return [...this.#endsMs].find(([, endsMs]) => nowMs > endsMs)?.[0];
  }

  #startTurn(call: number): void {
    this.#turns.push(call);
    if (this.#turns.length === 1) this.#setTurnEnd();
  }

  #setTurnEnd(): void {
    const job = this.jobs.get(this.#turns[0] ?? -1);
    if (job === undefined) return;
    const { prove, budget } = job.head;
    const limitMs = Math.min(budget.cpuMs * PATIENCE, budget.wallMs) * (prove ? 2 : 1);
    this.#turnEndsMs = performance.now() + limitMs * OVER + TURN_GRACE_MS;
  }
}
