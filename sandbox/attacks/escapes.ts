import type { Attack, AttackClass } from "./attack.ts";

const HARMLESS = ["harmless"] as const;
const REFUSED = ["PLUGIN_LOAD_FAILED"] as const;

const attack = (name: string, code: string, ends: Attack["ends"] = HARMLESS): Attack => ({
  name,
  code,
  ends,
});
const whole = (name: string, module: string, ends: Attack["ends"] = REFUSED): Attack => ({
  name,
  module,
  ends,
});

const LOG = { requests: [{ capability: "log" }] };
const STORAGE = { requests: [{ capability: "log" }, { capability: "storage.get" }] };

/** Out of the isolate by way of constructors, prototypes and globals. */
export const constructors: AttackClass = {
  name: "constructors, prototypes, globals",
  attacks: [
    attack(
      "globals of Node and of browsers",
      `for (const name of ["process","require","module","global","Buffer","setTimeout","setInterval","setImmediate","fetch",
        "WebSocket","Worker","XMLHttpRequest","importScripts","Deno","Bun","__dirname","navigator","performance",
        "structuredClone","WebAssembly","SharedArrayBuffer","Atomics","eval","console","ShadowRealm","crypto","ivm","$0"])
        if (typeof globalThis[name] !== "undefined") reached(name);`,
    ),
    attack(
      "anything global that the language does not define",
      `const known = new Set("Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError globalThis JSON Math Intl ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array BigUint64Array BigInt64Array Uint8ClampedArray Float16Array Float32Array Float64Array DataView Map BigInt Set Iterator WeakMap WeakSet Proxy Reflect decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape isFinite isNaN SuppressedError DisposableStack AsyncDisposableStack".split(" "));
      for (const key of Reflect.ownKeys(globalThis)) if (!known.has(key)) reached(String(key));`,
    ),
    attack(
      "Function by a function's constructor",
      `attempt(() => reached((() => {}).constructor("return 1")()));`,
    ),
    attack("AsyncFunction", `attempt(() => reached((async () => {}).constructor("return 1")()));`),
    attack(
      "GeneratorFunction",
      `attempt(() => reached((function* () {}).constructor("yield 1")().next().value));`,
    ),
    attack(
      "AsyncGeneratorFunction",
      `attempt(() => reached((async function* () {}).constructor("yield 1")()));`,
    ),
    attack(
      "Function by Reflect.construct",
      `attempt(() => reached(Reflect.construct(Object.getPrototypeOf(async () => {}).constructor, ["return 1"])));`,
    ),
    attack(
      "the global Function",
      `attempt(() => reached(Function("return 1")())); attempt(() => reached(new Function("return 1")()));`,
    ),
    attack(
      "constructor restored by a new descriptor",
      `attempt(() => { Object.defineProperty(Object.getPrototypeOf(() => {}), "constructor", { value: class {}, configurable: true }); reached("redefined"); });`,
    ),
    attack(
      "eval, direct and indirect",
      `attempt(() => reached(eval("1+1"))); attempt(() => reached((0, globalThis.eval)("1+1")));`,
    ),
    attack(
      "constructor of the global object",
      `probe(globalThis, "globalThis"); probe(Object.getPrototypeOf(globalThis), "its prototype");`,
    ),
    attack(
      "constructors of the input",
      `probe(input, "input"); probe(input.parameters, "parameters"); probe(input.job.__proto__, "text");`,
    ),
    attack(
      "constructors of the host object",
      `probe(host, "host"); for (const key of Reflect.ownKeys(host)) { probe(host[key], String(key)); for (const verb of Reflect.ownKeys(host[key])) attempt(() => probe(host[key][verb], String(verb))); }`,
    ),
    {
      ...attack(
        "constructor of a host function",
        `probe(host.log, "log"); probe(host.storage.get, "get"); attempt(() => reached(host.log.constructor.constructor("return process")()));`,
      ),
      ...STORAGE,
    },
    {
      ...attack(
        "caller, callee and arguments of a host function",
        `for (const name of ["caller", "callee", "arguments"]) attempt(() => { const value = host.log[name]; if (value) reached(name); });`,
      ),
      ...LOG,
    },
    {
      ...attack(
        "bound and called with strange receivers",
        `for (const self of [globalThis, null, host, 1, Symbol.iterator]) attempt(() => probe(host.log.call(self, { level: "info", text: "x" }) ?? {}, "result"));`,
      ),
      ...LOG,
    },
    {
      ...attack(
        "host object changed for later",
        `attempt(() => { host.evil = 1; }); attempt(() => { host.storage.evil = 1; }); if (host.evil || host.storage.evil) reached("host is not frozen");`,
      ),
      ...STORAGE,
    },
    attack(
      "prototype chain of an iterator",
      `probe([][Symbol.iterator](), "iterator"); probe((function* () {})(), "generator"); probe(new Map().entries(), "entries"); probe("a".matchAll(/a/g), "matchAll");`,
    ),
    attack(
      "prototype chain of a promise",
      `const p = Promise.resolve(1); probe(p, "promise"); probe(await p, "value"); probe(Promise.withResolvers?.() ?? {}, "resolvers");`,
    ),
    attack(
      "import of Node's modules",
      `for (const name of ["fs", "node:fs", "child_process", "node:vm", "module"]) try { probe(await import(name), name); reached(name); } catch {}`,
    ),
    attack(
      "import of URLs and paths",
      `for (const name of ["file:///etc/passwd", "data:text/javascript,export default 1", "../../../etc/passwd", "/etc/passwd", "https://evil.test/x.js", "manifold:runtime", "plugin.js"]) try { await import(name); reached(name); } catch {}`,
    ),
    attack("what import.meta holds", `for (const key of Reflect.ownKeys(import.meta)) reached(String(key));`),
    attack(
      "text left behind in RegExp",
      `for (const name of ["$_", "$1", "lastMatch", "input", "leftContext", "rightContext"]) attempt(() => { if (RegExp[name]) reached(name + " " + RegExp[name]); });`,
    ),
    attack(
      "symbols of the registry",
      `for (const name of ["nodejs.util.inspect.custom", "ivm", "isolated-vm", "nodejs.rejection"]) attempt(() => { if (globalThis[Symbol.for(name)] || host[Symbol.for(name)]) reached(name); });`,
    ),
    attack(
      "time zone and locale of the machine",
      `const zone = -new Date(2026, 6, 1).getTimezoneOffset(); if (zone !== 0) reached("zone " + zone);`,
    ),
    whole(
      "static import of fs",
      `import fs from "fs"; export default { hooks: { "schedule.job": () => ({ done: !!fs }) } };`,
    ),
    whole(
      "re-export of everything of Node's process",
      `export * from "node:process"; export default { hooks: {} };`,
      ["PLUGIN_LOAD_FAILED"],
    ),
    whole(
      "import by path",
      `import x from "../../../../../etc/passwd"; export default { hooks: { "schedule.job": () => ({ done: true }) } };`,
    ),
    whole(
      "import with attributes",
      `import x from "/etc/passwd" with { type: "json" }; export default { hooks: {} };`,
    ),
    whole("import of the runtime by name", `import x from "manifold:runtime"; export default { hooks: {} };`),
  ],
};

/** Errors, stacks and near-overflow: where other realms' objects have leaked before. */
export const errors: AttackClass = {
  name: "errors and stacks",
  attacks: [
    attack(
      "call sites by Error.prepareStackTrace",
      `Error.prepareStackTrace = (_, sites) => sites;
       const sites = new Error().stack;
       for (const site of Array.isArray(sites) ? sites : []) {
         attempt(() => { const f = site.getFunction?.(); if (f && f.constructor !== attack.constructor) reached("function of another realm"); });
         attempt(() => { const self = site.getThis?.(); if (self && self !== globalThis) { probe(self, "this"); if (typeof self.done === "function" || typeof self.ask === "function") reached("the host's functions"); } });
       }`,
    ),
    {
      ...attack(
        "call sites while a host function fails",
        `Error.prepareStackTrace = (_, sites) => { for (const site of sites) attempt(() => probe(site.getThis?.() ?? {}, "site")); return ""; }; attempt(() => host.log({ get level() { throw new Error(); } })); attempt(() => host.log());`,
      ),
      ...LOG,
    },
    {
      ...attack(
        "error of a capability",
        `try { await host.storage.get({ key: "../x" }); } catch (error) { probe(error, "error"); for (const key of Reflect.ownKeys(error)) attempt(() => probe(error[key], String(key))); if (!(error instanceof Error)) reached("error of another realm"); }`,
      ),
      ...STORAGE,
    },
    {
      ...attack(
        "error thrown inside the host by a strange argument",
        `for (const odd of [Symbol("x"), 1n, () => {}, { toJSON() { throw { evil: 1 }; } }, new Proxy({}, { get() { throw 1; } })]) try { await host.storage.get(odd); } catch (error) { probe(error ?? {}, "error"); }`,
      ),
      ...STORAGE,
    },
    {
      ...attack(
        "host function at the end of the stack",
        `let deepest; const dive = () => { try { dive(); } catch (error) { deepest ??= error; try { host.log({ level: "info", text: "x" }); } catch (inner) { probe(inner, "inner"); if (typeof inner === "object" && !(inner instanceof Error)) reached("error of another realm"); } } }; dive(); probe(deepest, "overflow");`,
        ["harmless", "PLUGIN_CPU_EXCEEDED"],
      ),
      ...LOG,
    },
    {
      ...attack(
        "capability at the end of the stack",
        `const dive = () => { try { dive(); } catch { host.storage.get({ key: "a" }).catch((error) => probe(error, "error")); } }; attempt(dive);`,
        ["harmless", "PLUGIN_CPU_EXCEEDED", "PLUGIN_FAILED"],
      ),
      ...STORAGE,
    },
    attack(
      "captureStackTrace on foreign objects",
      `const o = {}; attempt(() => Error.captureStackTrace(o)); if (String(o.stack ?? "").match(/node:|\\/sandbox\\/|\\.mjs|\\/work|\\/home/)) reached(o.stack);`,
    ),
    attack(
      "paths of the host in a stack",
      `const stack = String(new Error().stack); if (/node:|\\.mjs|file:|\\/tmp|\\/work|\\/home/.test(stack)) reached(stack);`,
    ),
    attack(
      "stackTraceLimit without end",
      `Error.stackTraceLimit = Infinity; const f = (n) => n === 0 ? new Error().stack : f(n - 1); attempt(() => f(5000)); const dive = () => dive(); attempt(dive);`,
      ["harmless", "PLUGIN_CPU_EXCEEDED"],
    ),
    attack(
      "error with hostile getters",
      `throw { get name() { throw 1; }, get message() { return { toString() { reached("x"); } }; }, get stack() { for (;;); } };`,
      ["PLUGIN_FAILED", "PLUGIN_CPU_EXCEEDED"],
    ),
    attack(
      "proxy as an error",
      `throw new Proxy(new Error("x"), { get(target, key) { if (key === "message") return "y".repeat(1e6); return () => {}; }, getPrototypeOf() { throw 1; } });`,
      ["PLUGIN_FAILED"],
    ),
    attack("error named like a limit", `const e = new Error("Script execution timed out."); throw e;`, [
      "PLUGIN_FAILED",
    ]),
    attack("error with an enormous message", `throw new Error("x".repeat(1e7));`, [
      "PLUGIN_FAILED",
      "PLUGIN_MEMORY_EXCEEDED",
    ]),
    attack("symbol thrown", `throw Symbol("evil");`, ["PLUGIN_FAILED"]),
    attack("null thrown", `throw null;`, ["PLUGIN_FAILED"]),
    whole(
      "hostile object thrown while loading",
      `throw { get message() { for (;;); }, toString() { for (;;); } };`,
      ["PLUGIN_LOAD_FAILED", "PLUGIN_CPU_EXCEEDED"],
    ),
    whole(
      "proxy thrown while loading",
      `throw new Proxy(function () {}, { get() { for (;;); }, getPrototypeOf() { for (;;); } });`,
      ["PLUGIN_LOAD_FAILED", "PLUGIN_CPU_EXCEEDED"],
    ),
    whole(
      "error that lies about the time limit while loading",
      `throw new Error("Script execution timed out.");`,
    ),
    whole(
      "stack of the loading error leads outside",
      `Error.prepareStackTrace = (e, sites) => { try { sites[0].getThis().constructor.constructor("return process")(); } catch {} return "x"; }; throw new Error("y");`,
    ),
  ],
};

/** The plugin's own objects where the host expects plain ones, and the language's functions replaced. */
export const impostors: AttackClass = {
  name: "proxies, getters, replaced intrinsics",
  attacks: [
    whole(
      "default export is a proxy",
      `export default new Proxy({}, { get(t, k) { if (k === "hooks") return { "schedule.job": () => ({ done: false }) }; for (;;); } });`,
      ["harmless", "PLUGIN_LOAD_FAILED", "PLUGIN_CPU_EXCEEDED"],
    ),
    whole(
      "hooks are a proxy that invents names",
      `export default { hooks: new Proxy({}, { ownKeys() { return ["schedule.job", "tariff.charge", "__proto__"]; }, getOwnPropertyDescriptor() { return { value: 1, enumerable: true, configurable: true }; }, get() { return () => ({ done: false }); } }) };`,
      ["harmless", "PLUGIN_LOAD_FAILED"],
    ),
    whole("hooks by an endless getter", `export default { get hooks() { for (;;); } };`, [
      "PLUGIN_CPU_EXCEEDED",
    ]),
    whole(
      "hook is a proxy of a function",
      `export default { hooks: { "schedule.job": new Proxy(() => ({ done: false }), { apply(t, self, args) { if (self !== undefined) return { done: true, note: "receiver" }; return t(); } }) } };`,
      ["harmless"],
    ),
    whole("hook named __proto__", `export default { hooks: { ["__proto__"]: () => ({ done: true }) } };`, [
      "PLUGIN_HOOK_MISSING",
    ]),
    whole(
      "no hook, but one on Object.prototype",
      `Object.prototype["schedule.job"] = () => ({ done: true, note: "inherited" }); export default { hooks: {} };`,
      ["PLUGIN_HOOK_MISSING"],
    ),
    whole("default export is null", `export default null;`),
    whole(
      "default export before its initialisation",
      `export { x as default }; await new Promise(() => {}); const x = 1;`,
      ["PLUGIN_LOAD_FAILED"],
    ),
    attack(
      "JSON replaced",
      `JSON.stringify = () => '{"done":true,"note":"lied"}'; JSON.parse = () => ({ done: true });`,
    ),
    attack(
      "Object.prototype.toJSON",
      `Object.prototype.toJSON = function () { return { done: true, note: "lied" }; }; Object.defineProperty(Object.prototype, "toJSON", { value: undefined });`,
      ["harmless"],
    ),
    attack(
      "functions of the runtime by replaced intrinsics",
      `const seen = new Set();
      const look = (args) => { for (const value of args) if (typeof value === "function") seen.add(value); };
      for (const [owner, name] of [[Reflect, "apply"], [Reflect, "ownKeys"], [Object, "freeze"], [Object, "create"], [Array, "isArray"], [Array.prototype, "reverse"], [String.prototype, "slice"], [String.prototype, "split"], [Promise.prototype, "then"], [Promise, "resolve"], [Function.prototype, "call"], [Function.prototype, "apply"], [Function.prototype, "bind"], [Map.prototype, "get"], [Array.prototype, "push"]]) {
        const native = owner[name]; owner[name] = function (...args) { look(args); look([this]); return Reflect.construct ? native.apply?.(this, args) : undefined; };
      }
      await null; await Promise.resolve(1);
      for (const f of seen) if (f.name === "done" || f.name === "ask") reached(f.name);`,
      ["harmless", "PLUGIN_FAILED", "PLUGIN_CPU_EXCEEDED", "PLUGIN_NEVER_ANSWERS"],
    ),
    attack(
      "setters on Object.prototype for the runtime's own names",
      `for (const name of ["hooks", "log", "ask", "done", "resolve", "reject", "granted", "config", "host", "value", "1", "0"]) attempt(() => Object.defineProperty(Object.prototype, name, { set(v) { if (typeof v === "function") reached("setter " + name); }, get() { return undefined; }, configurable: true })); attempt(() => host.storage?.get({ key: "a" }));`,
      ["harmless", "PLUGIN_FAILED"],
    ),
    attack(
      "setters on Array.prototype",
      `for (const index of [0, 1, 2, 3]) Object.defineProperty(Array.prototype, index, { set(v) { if (typeof v === "function" && v.name === "done") reached(v.name); }, get() { return undefined; }, configurable: true }); await null;`,
      ["harmless", "PLUGIN_FAILED"],
    ),
    attack(
      "Promise replaced, species and constructor",
      `globalThis.Promise = class {}; Object.defineProperty(Object.getPrototypeOf((async () => {})()), "constructor", { get() { return { [Symbol.species]: class { constructor(run) { run(() => {}, () => {}); } } }; } }); await null;`,
      ["harmless", "PLUGIN_NEVER_ANSWERS", "PLUGIN_FAILED"],
    ),
    attack(
      "then on Object.prototype",
      `Object.defineProperty(Object.prototype, "then", { get() { return undefined; }, configurable: true }); Object.defineProperty(Object.prototype, "then", { value: function (resolve) { resolve = resolve; }, configurable: true });`,
      ["harmless", "PLUGIN_NEVER_ANSWERS", "PLUGIN_CPU_EXCEEDED"],
    ),
    attack(
      "Symbol.iterator and Symbol.toPrimitive everywhere",
      `Array.prototype[Symbol.iterator] = function* () { yield { done: true }; }; Object.prototype[Symbol.toPrimitive] = () => { throw 1; };`,
      ["harmless", "PLUGIN_FAILED"],
    ),
    attack(
      "type confusion in the arguments of a host function",
      `for (const odd of [[], {}, new Date(0), new Map(), new Uint8Array(9), /x/, 1n << 64n, -0, NaN, "\\ud800", null, undefined]) attempt(() => host.log({ level: odd, text: odd }));`,
    ),
    {
      ...attack(
        "type confusion in a log line",
        `for (const odd of [[], {}, new Date(0), new Map(), new Uint8Array(9), /x/, -0, NaN, "\\ud800", null]) attempt(() => host.log({ level: odd, text: odd }));`,
      ),
      ...LOG,
    },
  ],
};
