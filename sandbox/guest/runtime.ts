/**
 * The first code in every context of an isolate, before the plugin's: it takes away what a plugin must not have, and
 * stands between the plugin and the few functions of the host. It is compiled as a script (no imports, no exports) and
 * its value is `start`.
 *
 * The plugin's code can change every prototype in its context. So this file keeps the intrinsics that it needs before
 * the plugin runs, never calls a method on a value that the plugin made except inside `try`, and lets only strings and
 * numbers out, their length checked. What the plugin can gain by lying to it is its own call's failure, no more.
 */
((): Start => {
  const { parse, stringify } = JSON;
  const { apply, ownKeys } = Reflect;
  const { defineProperty, getPrototypeOf, create, freeze } = Object;
  const { isArray } = Array;
  const { reverse } = Array.prototype;
  const { slice, split } = String.prototype;
  const NativeDate = Date;
  const now = Date.now;
  const random = Math.random;
  const NativePromise = Promise;
  const NativeTypeError = TypeError;
  const NativeError = Error;

  const ERROR_TEXT_MAX = 2_000;
  const LOG_TEXT_MAX = 1_000;

  return function start(log, ask, done, settingsText): Guest {
    const host: HostCalls = { log, ask, done };
    const settings = parse(settingsText) as Settings;
    takeAway(settings);

    let hooks: Record<string, unknown> = create(null);
    const waiting: Record<number, Waiting> = create(null);
    let lastAsk = 0;

    /** Outcome of a call as one text: its first letter says which. */
    const answered = (value: unknown): string => {
      const text = stringify(value);
      if (typeof text !== "string") return failed(new NativeTypeError("a hook must answer with JSON"));
      if (text.length > settings.resultLengthMax) return `#${text.length}`;
      return `=${text}`;
    };

    const finish = async (call: number, value: unknown, reversed: boolean): Promise<void> => {
      let outcome: string;
      try {
        outcome = answered(inOrder(await value, reversed));
      } catch (error) {
        outcome = failed(error);
      }
      host.done(call, outcome);
    };

    return {
      /** Takes the plugin's default export; answers with the names of its hooks. */
      load: (plugin) => {
        try {
          const found = (plugin as { hooks?: unknown } | undefined)?.hooks;
          if (typeof found !== "object" || found === null) {
            return failed(
              new NativeTypeError("the module must export definePlugin({ hooks }) as its default"),
            );
          }
          const taken: Record<string, unknown> = create(null);
          for (const name of ownKeys(found)) {
            if (typeof name === "string") taken[name] = (found as Record<string, unknown>)[name];
          }
          hooks = taken;
          return `=${stringify(ownKeys(taken))}`;
        } catch (error) {
          return failed(error);
        }
      },

      run: (call, point, inputText, configText, reversed) => {
        try {
          const hook = hooks[point];
          if (typeof hook !== "function") return "?";
          const context = freeze({ config: parse(configText), host: hostApi(call) });
          const value: unknown = apply(hook, undefined, [inOrder(parse(inputText), reversed), context]);
          if (isObject(value) && typeof (value as { then?: unknown }).then === "function") {
            void finish(call, value, reversed);
            return "~";
          }
          return answered(inOrder(value, reversed));
        } catch (error) {
          return failed(error);
        }
      },

      settle: (ask, ok, text) => {
        const promise = waiting[ask];
        if (promise === undefined) return;
        delete waiting[ask];
        const value: unknown = text === "" ? undefined : parse(text);
        if (ok) promise.resolve(value);
        else promise.reject(capabilityError(value as { code: string; message: string }));
      },
    };

    function hostApi(call: number): object {
      const api: Record<string, unknown> = create(null);
      for (let at = 0; at < settings.granted.length; at++) {
        const name = settings.granted[at] as string;
        const parts = apply(split, name, ["."]) as string[];
        const use = local(call, name) ?? ((input: unknown) => useCapability(call, name, input));
        if (parts.length === 1) {
          api[name] = use;
        } else {
          const noun = parts[0] as string;
          api[noun] ??= create(null);
          (api[noun] as Record<string, unknown>)[parts[1] as string] = use;
        }
      }
      for (const noun of ownKeys(api)) freeze(api[noun as string]);
      return freeze(api);
    }

    /** Capabilities that do not leave the isolate's process. */
    function local(call: number, name: string): ((input: never) => unknown) | undefined {
      switch (name) {
        case "log":
          return ({ level, text }: { level: unknown; text: unknown }) => writeLog(call, level, text);
        case "clock.now":
          return () => now();
        case "random":
          return () => random();
        default:
          return undefined;
      }
    }

    function writeLog(call: number, level: unknown, text: unknown): void {
      const line = typeof text === "string" ? text : (stringify(text) ?? "");
      host.log(call, typeof level === "string" ? cut(level, 8) : "info", cut(line, LOG_TEXT_MAX));
    }

    function useCapability(call: number, name: string, input: unknown): Promise<unknown> {
      return new NativePromise((resolve, reject) => {
        const text = input === undefined ? "" : stringify(input);
        if (typeof text !== "string") throw new NativeTypeError(`${name} takes JSON`);
        if (text.length > settings.askLengthMax)
          throw new NativeTypeError(`argument of ${name} is too large`);
        lastAsk++;
        waiting[lastAsk] = { resolve, reject };
        host.ask(call, lastAsk, name, text);
      });
    }
  };

  function inOrder(value: unknown, reversed: boolean): unknown {
    return reversed && isArray(value) ? apply(reverse, value, []) : value;
  }

  function failed(error: unknown): string {
    let name = "Error";
    let message = "";
    let stack = "";
    let code = "";
    try {
      if (isObject(error)) {
        const fault = error as { name?: unknown; message?: unknown; stack?: unknown; code?: unknown };
        name = textOf(fault.name);
        message = textOf(fault.message);
        code = textOf(fault.code);
        stack = textOf(fault.stack);
      } else {
        message = textOf(error);
      }
    } catch {
      message = message === "" ? "an error that cannot be read" : message;
    }
    return `!${stringify([name, message, stack, code])}`;
  }

  function textOf(value: unknown): string {
    if (typeof value === "string") return cut(value, ERROR_TEXT_MAX);
    return typeof value === "number" || typeof value === "boolean" ? `${value}` : "";
  }

  function cut(text: string, lengthMax: number): string {
    return text.length > lengthMax ? apply(slice, text, [0, lengthMax]) : text;
  }

  function isObject(value: unknown): value is object {
    return (typeof value === "object" && value !== null) || typeof value === "function";
  }

  function capabilityError({ code, message }: { code: string; message: string }): Error {
    const error = new NativeError(message);
    defineProperty(error, "code", { value: code, enumerable: true });
    return error;
  }

  /** Removes what is not needed, can share memory or time between isolates, compiles text, or tells the time. */
  function takeAway(settings: Settings): void {
    const names = [
      "WebAssembly",
      "SharedArrayBuffer",
      "Atomics",
      "WeakRef",
      "FinalizationRegistry",
      "eval",
      "console",
    ];
    for (const name of names) delete (globalThis as Record<string, unknown>)[name];
    refuseCompiling();
    if (!settings.clock) refuseClock();
    if (!settings.random) defineProperty(Math, "random", { value: refusal("Math.random", "random") });
    // Its formatters tell the time when they are asked to format nothing, and their texts change with the ICU version.
    if (!settings.clock) delete (Intl as { DateTimeFormat?: unknown }).DateTimeFormat;
    if (settings.deterministic) delete (globalThis as Record<string, unknown>).Intl;
  }

  function refuseCompiling(): void {
    const refuse = refusal("compiling text", "nothing");
    const kinds = [() => {}, async () => {}, function* () {}, async function* () {}];
    for (const kind of kinds) {
      defineProperty(getPrototypeOf(kind), "constructor", {
        value: refuse,
        writable: false,
        configurable: false,
      });
    }
    defineProperty(refuse, "prototype", { value: getPrototypeOf(kinds[0] as object) });
    defineProperty(globalThis, "Function", { value: refuse, writable: false, configurable: false });
  }

  /** `new Date(value)` goes on working, only "now" is gone. */
  function refuseClock(): void {
    const refuse = refusal("the current time", "clock.now");
    const Replacement = function (this: unknown, ...parts: unknown[]): unknown {
      if (parts.length === 0 || new.target === undefined) return refuse();
      return Reflect.construct(NativeDate, parts, new.target === Replacement ? NativeDate : new.target);
    };
    defineProperty(NativeDate, "now", { value: refuse, writable: false, configurable: false });
    defineProperty(NativeDate.prototype, "constructor", { value: Replacement });
    defineProperty(Replacement, "prototype", { value: NativeDate.prototype });
    for (const name of ["now", "parse", "UTC"] as const) {
      defineProperty(Replacement, name, { value: NativeDate[name], writable: false, configurable: false });
    }
    defineProperty(globalThis, "Date", { value: Replacement });
  }

  function refusal(what: string, capability: string): () => never {
    return () => {
      throw new NativeTypeError(`${what} is not available here (capability: ${capability})`);
    };
  }
})();

/** The only functions of the host; they take strings and numbers and give nothing back. */
interface HostCalls {
  readonly log: (call: number, level: string, text: string) => void;
  readonly ask: (call: number, ask: number, capability: string, input: string) => void;
  readonly done: (call: number, outcome: string) => void;
}

interface Settings {
  /** Names of the granted capabilities. */
  readonly granted: readonly string[];
  readonly clock: boolean;
  readonly random: boolean;
  readonly deterministic: boolean;
  readonly resultLengthMax: number;
  readonly askLengthMax: number;
}

/**
 * Outcomes: `=json` an answer, `!json` an error as [name, message, stack, code], `#n` an answer of n characters that is
 * too long, `?` no such hook, `~` the answer comes later by `done`.
 */
interface Guest {
  readonly load: (plugin: unknown) => string;
  readonly run: (call: number, point: string, input: string, config: string, reversed: boolean) => string;
  readonly settle: (ask: number, ok: boolean, text: string) => void;
}

/** The host's functions come one by one: isolated-vm hands over functions, not objects of functions. */
type Start = (
  log: HostCalls["log"],
  ask: HostCalls["ask"],
  done: HostCalls["done"],
  settingsText: string,
) => Guest;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}
