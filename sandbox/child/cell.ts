import type IsolatedVm from "isolated-vm";
import { type Outcome, readOutcome } from "./outcome.ts";

type Ivm = typeof IsolatedVm;

/** Texts that every isolate is filled with: the runtime and the SDK's part for isolates. */
export interface GuestSources {
  readonly runtime: string;
  readonly sdk: string;
}

/** Where the guest's few calls of the host arrive. */
export interface HostCalls {
  readonly log: (call: number, level: string, text: string) => void;
  readonly ask: (call: number, ask: number, capability: string, input: string) => void;
  readonly done: (call: number, outcome: string) => void;
}

/** What a context is made for; another answer to any of these needs another context. */
export interface GuestSettings {
  readonly granted: readonly string[];
  readonly clock: boolean;
  readonly random: boolean;
  readonly deterministic: boolean;
  readonly resultLengthMax: number;
  readonly askLengthMax: number;
}

/** Import specifiers that mean the SDK inside an isolate. */
const SDK_SPECIFIERS = ["@manifold/sdk", "#plugins/sdk/guest.ts"];

/** Thrown instead of an outcome when the isolate is lost. */
export class CellLost extends Error {
  readonly code: "PLUGIN_CPU_EXCEEDED" | "PLUGIN_MEMORY_EXCEEDED" | "PLUGIN_CRASHED";
  constructor(code: CellLost["code"]) {
    super(code);
    this.code = code;
  }
}

/** Thrown when the plugin's module does not load. */
export class LoadFailed extends Error {}

/**
 * A cell: one isolate that belongs to one plugin version of one tenant for its whole life. Contexts in it come and go;
 * the isolate itself is disposed as soon as the plugin has overstepped, since nothing can be said of its state then.
 */
export class Cell {
  readonly isolate: IsolatedVm.Isolate;
  readonly #sources: GuestSources;
  readonly #runtime: IsolatedVm.Script;
  /** `log`, `ask`, `done` as functions that can be handed into the isolate. */
  readonly #host: readonly IsolatedVm.Callback[];

  constructor(ivm: Ivm, memoryMb: number, sources: GuestSources, host: HostCalls, onCatastrophe: () => void) {
    this.#sources = sources;
    this.#host = [new ivm.Callback(host.log), new ivm.Callback(host.ask), new ivm.Callback(host.done)];
    this.isolate = new ivm.Isolate({ memoryLimit: memoryMb, onCatastrophicError: onCatastrophe });
    this.#runtime = this.isolate.compileScriptSync(sources.runtime, { filename: "manifold:runtime" });
  }

  dispose(): void {
    if (!this.isolate.isDisposed) this.isolate.dispose();
  }

  /**
   * A context with the plugin's module evaluated in it.
   * @throws CellLost, LoadFailed
   */
  open(source: string, settings: GuestSettings, timeoutMs: number): OpenGuest {
    const context = this.isolate.createContextSync();
    try {
      return this.#load(context, source, settings, timeoutMs);
    } catch (error) {
      if (!this.isolate.isDisposed) context.release();
      throw error;
    }
  }

  #load(context: IsolatedVm.Context, source: string, settings: GuestSettings, timeoutMs: number): OpenGuest {
    const start = this.#runtime.runSync(context, { reference: true, timeout: 1_000 }) as IsolatedVm.Reference;
    const guest = start.applySync(undefined, [...this.#host, JSON.stringify(settings)], {
      result: { reference: true },
      timeout: 1_000,
    }) as IsolatedVm.Reference<Record<string, unknown>>;
    const fn = (name: string) => guest.getSync(name, { reference: true }) as IsolatedVm.Reference;
    const load = fn("load");
    const plugin = this.guarded(timeoutMs, () => this.#evaluate(context, source, timeoutMs));
    const loaded = this.guarded(timeoutMs, () =>
      load.applySync(undefined, [plugin.derefInto()], { timeout: timeoutMs }),
    ) as string;
    const opened = new OpenGuest(this, context, fn("run"), fn("settle"));
    for (const used of [start, guest, load, plugin]) used.release();
    const outcome = readOutcome(loaded, "", settings.resultLengthMax);
    if (!outcome.ok) throw new LoadFailed(String(outcome.params.reason));
    return opened;
  }

  #evaluate(context: IsolatedVm.Context, source: string, timeoutMs: number): IsolatedVm.Reference {
    const module = this.#compile(source, "plugin.js");
    const sdk = this.#compile(this.#sources.sdk, "manifold:sdk");
    module.instantiateSync(context, (specifier) => {
      if (!SDK_SPECIFIERS.includes(specifier)) throw new LoadFailed(`cannot import "${specifier}"`);
      return sdk;
    });
    module.evaluateSync({ timeout: timeoutMs });
    // A getter or proxy here would run outside the runtime; isolated-vm refuses to read through either.
    const plugin = module.namespace.getSync("default", { reference: true }) as IsolatedVm.Reference;
    module.release();
    sdk.release();
    return plugin;
  }

  #compile(source: string, filename: string): IsolatedVm.Module {
    return this.isolate.compileModuleSync(source, { filename });
  }

  /** Runs something in the isolate; a stop by time or memory becomes CellLost, anything else LoadFailed. */
  guarded<Value>(timeoutMs: number, work: () => Value): Value {
    const startedMs = performance.now();
    try {
      return work();
    } catch (error) {
      if (this.isolate.isDisposed) throw new CellLost("PLUGIN_MEMORY_EXCEEDED");
      // The message alone proves nothing: a module can throw an error that says the same.
      if (performance.now() - startedMs >= timeoutMs * 0.9 && isTimeout(error)) {
        this.dispose();
        throw new CellLost("PLUGIN_CPU_EXCEEDED");
      }
      if (error instanceof LoadFailed) throw error;
      throw new LoadFailed(messageOf(error));
    }
  }
}

/** A context in which the plugin is loaded and waits for calls. */
export class OpenGuest {
  readonly cell: Cell;
  readonly #context: IsolatedVm.Context;
  readonly #run: IsolatedVm.Reference;
  readonly #settle: IsolatedVm.Reference;

  constructor(
    cell: Cell,
    context: IsolatedVm.Context,
    run: IsolatedVm.Reference,
    settle: IsolatedVm.Reference,
  ) {
    this.cell = cell;
    this.#context = context;
    this.#run = run;
    this.#settle = settle;
  }

  /** Enters the hook, microtasks included. `undefined`: the answer comes by `done`, perhaps it has come already. */
  run(
    call: number,
    point: string,
    input: string,
    config: string,
    reversed: boolean,
    timeoutMs: number,
    resultLengthMax: number,
  ): Outcome | undefined {
    const text = this.cell.guarded(timeoutMs, () =>
      this.#run.applySync(undefined, [call, point, input, config, reversed], { timeout: timeoutMs }),
    ) as string;
    return text === "~" ? undefined : readOutcome(text, point, resultLengthMax);
  }

  /** Hands the answer of a capability in; the plugin goes on within it. */
  settle(ask: number, ok: boolean, text: string, timeoutMs: number): void {
    this.cell.guarded(timeoutMs, () =>
      this.#settle.applySync(undefined, [ask, ok, text], { timeout: timeoutMs }),
    );
  }

  close(): void {
    if (this.cell.isolate.isDisposed) return;
    this.#run.release();
    this.#settle.release();
    this.#context.release();
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === "Script execution timed out.";
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 2_000) : "unknown error";
  } catch {
    return "unknown error";
  }
}
