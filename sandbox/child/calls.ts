import type IsolatedVm from "isolated-vm";
import { bodyText, encodeFrame, type Frame, headOf } from "../frames.ts";
import { Cell, CellLost, type GuestSettings, type GuestSources, type OpenGuest } from "./cell.ts";
import { type Outcome, printable, readOutcome } from "./outcome.ts";
import type { AnswerHead, CallHead, LoadHead, LogLine, ResultHead } from "./protocol.ts";
import { type WarmCell, WarmCells } from "./warm.ts";

/** Longest argument of one capability call, and of all of one call together, in UTF-16 units. */
const ASK_LENGTH_MAX = 1_000_000;
const ASKS_LENGTH_MAX = 4_000_000;
/** Longest log text of one call. */
const LOGS_LENGTH_MAX = 64_000;
/** Below this share of its CPU budget a stopped call was starved; and how far the clock is stretched at most. */
const STARVED_SHARE = 0.6;
const STRETCH_MAX = 8;
const LOG_LEVELS: readonly string[] = ["debug", "info", "warn", "error"];

/** A call between its arrival and its answer. */
interface Call {
  readonly id: number;
  readonly head: CallHead;
  readonly input: string;
  warm: WarmCell;
  readonly arrivedMs: number;
  /** Start and CPU time of this run: a proof is a second run with a budget of its own. */
  runStartedMs: number;
  runCpuMs: number;
  /** Wall time that is allowed for a millisecond of CPU time: more than one once the machine has shown to be busy. */
  stretch: number;
  cpuMs: number;
  guest: OpenGuest | undefined;
  asksOpen: number;
  asksMade: number;
  asksLength: number;
  readonly logs: LogLine[];
  logsLength: number;
  logsDropped: number;
  /** The answer, once the hook has given it. */
  outcome: Outcome | undefined;
  /** Output of the first run while the second one proves it. */
  firstOutput: string | undefined;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Runs calls in isolates. The process has one thread of its own for all of them: it is in one turn of one call at a
 * time, each turn with a time limit that covers its microtasks too. A call that waits for capabilities is parked, and
 * the process is free for others.
 */
export class Calls {
  readonly #send: (bytes: Uint8Array) => void;
  readonly #cells: WarmCells;
  readonly #running = new Map<number, Call>();

  constructor(
    ivm: typeof IsolatedVm,
    sources: GuestSources,
    outlets: { send: (bytes: Uint8Array) => void; catastrophe: () => void },
  ) {
    this.#send = outlets.send;
    const host = {
      log: (call: number, level: string, text: string) => this.#log(call, level, text),
      ask: (call: number, ask: number, name: string, input: string) => this.#ask(call, ask, name, input),
      done: (call: number, outcome: string) => this.#done(call, outcome),
    };
    this.#cells = new WarmCells((memoryMb) => new Cell(ivm, memoryMb, sources, host, outlets.catastrophe));
  }

  load(frame: Frame): void {
    this.#cells.keepSource(headOf<LoadHead>(frame).hash, bodyText(frame));
  }

  call(frame: Frame): void {
    const head = headOf<CallHead>(frame);
    const nowMs = performance.now();
    const call: Call = {
      id: frame.call,
      head,
      input: bodyText(frame),
      warm: this.#cells.cellFor(head.tenantId, head.hash, head.budget.memoryMb),
      arrivedMs: nowMs,
      runStartedMs: nowMs,
      runCpuMs: 0,
      stretch: 1,
      cpuMs: 0,
      guest: undefined,
      asksOpen: 0,
      asksMade: 0,
      asksLength: 0,
      logs: [],
      logsLength: 0,
      logsDropped: 0,
      outcome: undefined,
      firstOutput: undefined,
      timer: undefined,
    };
    this.#running.set(call.id, call);
    call.warm.calls++;
    this.#enter(call, false);
  }

  answer(frame: Frame): void {
    const call = this.#running.get(frame.call);
    if (call === undefined) {
      // Stopped by its time limit meanwhile. The sandbox counts on a word about each turn that it has started.
      this.#send(encodeFrame("parked", frame.call));
      return;
    }
    const { ask, ok } = headOf<AnswerHead>(frame);
    call.asksOpen--;
    this.#turn(call, (timeoutMs) => call.guest?.settle(ask, ok, bodyText(frame), timeoutMs));
  }

  #enter(call: Call, reversed: boolean): void {
    const { head } = call;
    this.#turn(call, (timeoutMs) => {
      const settings: GuestSettings = {
        granted: head.granted,
        clock: head.granted.includes("clock.now"),
        random: head.granted.includes("random"),
        deterministic: head.deterministic,
        resultLengthMax: head.budget.resultLength,
        askLengthMax: ASK_LENGTH_MAX,
      };
      call.guest = this.#cells.guestIn(call.warm, settings, head.fresh, timeoutMs);
      const { resultLength } = head.budget;
      const left = timeLeft(call);
      call.outcome =
        call.guest.run(call.id, head.point, call.input, head.config, reversed, left, resultLength) ??
        call.outcome;
    });
  }

  /** One stay in the isolate, its CPU time charged to the call; then the call is answered, proved or parked. */
  #turn(call: Call, work: (timeoutMs: number) => void): void {
    clearTimeout(call.timer);
    const beforeMs = threadCpuMs();
    let error: unknown;
    try {
      work(timeLeft(call));
    } catch (caught) {
      error = caught;
    }
    const usedMs = threadCpuMs() - beforeMs;
    call.cpuMs += usedMs;
    call.runCpuMs += usedMs;
    if (error !== undefined) this.#broke(call, error);
    else if (call.outcome !== undefined) this.#take(call, call.outcome);
    // Nothing outside the isolate will ever wake it: no timers exist, and no capability is being waited for.
    else if (call.asksOpen === 0) this.#finish(call, fault("PLUGIN_NEVER_ANSWERS"));
    else this.#park(call);
  }

  #park(call: Call): void {
    const leftMs = call.head.budget.wallMs - (performance.now() - call.runStartedMs);
    call.timer = setTimeout(() => this.#finish(call, timedOut(call), true), Math.max(0, leftMs));
    this.#send(encodeFrame("parked", call.id));
  }

  /** The hook has answered. At deterministic points the first answer is proved by a second run. */
  #take(call: Call, outcome: Outcome): void {
    const isSecond = call.firstOutput !== undefined;
    if (!call.head.prove || (!outcome.ok && !isSecond)) {
      this.#finish(call, outcome);
    } else if (isSecond) {
      const differs = outcome.ok ? outcome.output !== call.firstOutput : outcome.code === "PLUGIN_FAILED";
      this.#finish(call, differs ? fault("PLUGIN_NOT_DETERMINISTIC") : outcome);
    } else if (outcome.ok) {
      this.#proveAgain(call, outcome.output);
    }
  }

  /** Another context, the batch in reverse order: what an item leaves behind for the next one shows as a difference. */
  #proveAgain(call: Call, firstOutput: string): void {
    call.firstOutput = firstOutput;
    call.outcome = undefined;
    call.runStartedMs = performance.now();
    call.runCpuMs = 0;
    call.guest?.close();
    this.#enter(call, true);
  }

  /** The turn ended by an error of the isolate, not by an answer of the hook. */
  #broke(call: Call, error: unknown): void {
    if (error instanceof CellLost) {
      const starved = error.code === "PLUGIN_CPU_EXCEEDED" && this.#wasStarved(call);
      this.#loseCell(call.warm, call);
      if (starved) this.#tryAgain(call);
      else this.#finish(call, limitFault(call, error.code));
    } else if (error instanceof OutOfTime) {
      this.#finish(call, timedOut(call));
    } else {
      const reason = printable(error instanceof Error ? error.message : "unknown error");
      this.#finish(call, fault("PLUGIN_LOAD_FAILED", { reason }));
    }
  }

  /**
   * isolated-vm stops by the clock on the wall. On a busy machine a call can be stopped without having had its time on
   * the processor: that is not its fault, and it is run once more with as much patience as the machine asks for.
   */
  #wasStarved(call: Call): boolean {
    return (
      call.stretch === 1 &&
      call.asksMade === 0 &&
      call.runCpuMs < call.head.budget.cpuMs * STARVED_SHARE &&
      performance.now() - call.runStartedMs < call.head.budget.wallMs
    );
  }

  #tryAgain(call: Call): void {
    const tookMs = performance.now() - call.runStartedMs;
    call.stretch = Math.min(STRETCH_MAX, (tookMs / Math.max(1, call.runCpuMs)) * 1.2);
    call.runCpuMs = 0;
    call.warm = this.#cells.cellFor(call.head.tenantId, call.head.hash, call.head.budget.memoryMb);
    call.warm.calls++;
    this.#enter(call, call.firstOutput !== undefined);
  }

  /** The isolate is gone; calls that were parked in it cannot be woken any more. */
  #loseCell(warm: WarmCell, because: Call): void {
    this.#cells.drop(warm);
    for (const other of [...this.#running.values()]) {
      if (other !== because && other.warm === warm) this.#finish(other, fault("PLUGIN_CRASHED"), true);
    }
  }

  /** `late`: the answer does not end a turn that the sandbox has started. */
  #finish(call: Call, outcome: Outcome, late = false): void {
    clearTimeout(call.timer);
    this.#running.delete(call.id);
    call.warm.calls--;
    if (call.head.fresh) call.guest?.close();
    const output = outcome.ok ? outcome.output : "";
    const head: ResultHead = {
      ok: outcome.ok,
      ...(outcome.ok ? {} : { code: outcome.code, params: outcome.params }),
      ...(outcome.ok || outcome.stack === undefined ? {} : { stack: outcome.stack }),
      ...(late ? { late } : {}),
      use: {
        cpuMs: round(call.cpuMs),
        wallMs: round(performance.now() - call.arrivedMs),
        capabilityCalls: call.asksMade,
        resultLength: output.length,
      },
      ...(call.logs.length > 0 ? { logs: call.logs } : {}),
      ...(call.logsDropped > 0 ? { logsDropped: call.logsDropped } : {}),
    };
    this.#send(encodeFrame("result", call.id, head, output));
  }

  #log(id: number, level: string, text: string): void {
    const call = this.#running.get(id);
    // The second run of a proof says the same again.
    if (call === undefined || call.firstOutput !== undefined) return;
    if (call.logs.length >= call.head.budget.logLines || call.logsLength > LOGS_LENGTH_MAX) {
      call.logsDropped++;
      return;
    }
    call.logsLength += text.length;
    const known = LOG_LEVELS.includes(level) ? (level as LogLine["level"]) : "info";
    call.logs.push({ level: known, text: printable(text) });
  }

  /** What is thrown here rejects the promise that the plugin holds. */
  #ask(id: number, ask: number, capability: string, input: string): void {
    const call = this.#running.get(id);
    if (call === undefined) throw new Error("this call has ended");
    if (!call.head.granted.includes(capability)) throw new Error(`${capability} is not granted`);
    const { capabilityCalls } = call.head.budget;
    call.asksLength += input.length;
    if (call.asksMade >= capabilityCalls || call.asksLength > ASKS_LENGTH_MAX) {
      throw new Error(
        `one call may use capabilities ${capabilityCalls} times, ${ASKS_LENGTH_MAX} characters in all`,
      );
    }
    call.asksMade++;
    call.asksOpen++;
    this.#send(encodeFrame("ask", id, { ask, capability }, input));
  }

  #done(id: number, text: string): void {
    const call = this.#running.get(id);
    if (call !== undefined)
      call.outcome ??= readOutcome(text, call.head.point, call.head.budget.resultLength);
  }
}

/** Thrown before entering an isolate for a call whose time is up already. */
class OutOfTime extends Error {}

/** Isolates run on this very thread. What isolated-vm calls CPU time is time on the wall while it holds the isolate. */
function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function timeLeft(call: Call): number {
  const { cpuMs, wallMs } = call.head.budget;
  const leftMs = Math.min(
    (cpuMs - call.runCpuMs) * call.stretch,
    wallMs - (performance.now() - call.runStartedMs),
  );
  if (leftMs <= 0) throw new OutOfTime();
  return Math.ceil(leftMs);
}

function timedOut(call: Call): Outcome {
  const { cpuMs, wallMs } = call.head.budget;
  return call.runCpuMs >= cpuMs
    ? fault("PLUGIN_CPU_EXCEEDED", { limitMs: cpuMs })
    : fault("PLUGIN_TIMED_OUT", { limitMs: wallMs });
}

function limitFault(call: Call, code: CellLost["code"]): Outcome {
  const { cpuMs, memoryMb } = call.head.budget;
  return fault(code, code === "PLUGIN_MEMORY_EXCEEDED" ? { limitMb: memoryMb } : { limitMs: cpuMs });
}

function fault(code: string, params: Readonly<Record<string, string | number>> = {}): Outcome {
  return { ok: false, code, params };
}

/** To a thousandth of a millisecond. */
function round(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
