import type { Attack, AttackClass } from "./attack.ts";

const CPU = ["PLUGIN_CPU_EXCEEDED"] as const;
/** A chain of promises also grows. */
const CPU_OR_MEMORY = ["PLUGIN_CPU_EXCEEDED", "PLUGIN_MEMORY_EXCEEDED"] as const;
/** Whichever limit is met first. */
const STOPPED = [
  "PLUGIN_CPU_EXCEEDED",
  "PLUGIN_MEMORY_EXCEEDED",
  "PLUGIN_FAILED",
  "PLUGIN_RESULT_TOO_LARGE",
] as const;
const STOPPED_OR_HARMLESS = [...STOPPED, "harmless"] as const;

const attack = (name: string, code: string, ends: Attack["ends"] = STOPPED): Attack => ({ name, code, ends });
const whole = (name: string, module: string, ends: Attack["ends"]): Attack => ({ name, module, ends });
/** Time enough to fill memory: the limit of memory must be what stops it. */
const roomy = { budget: { cpuMs: 8_000, wallMs: 8_000 } };
const MEMORY = ["PLUGIN_MEMORY_EXCEEDED", "PLUGIN_FAILED"] as const;

export const time: AttackClass = {
  name: "time",
  attacks: [
    attack("endless loop", `for (;;);`, CPU),
    attack(
      "endless loop that catches everything",
      `for (;;) try { for (;;); } catch {} finally { for (;;); }`,
      CPU,
    ),
    attack("endless loop in finally", `try { throw 1; } finally { for (;;); }`, CPU),
    attack("endless loop in a microtask", `Promise.resolve().then(() => { for (;;); }); await null;`, CPU),
    attack(
      "endless chain of promises",
      `const go = () => Promise.resolve().then(go); await go();`,
      CPU_OR_MEMORY,
    ),
    attack(
      "endless async iteration",
      `for await (const x of (async function* () { for (;;) yield 1; })());`,
      CPU_OR_MEMORY,
    ),
    attack("promise that nobody settles", `await new Promise(() => {});`, ["PLUGIN_NEVER_ANSWERS"]),
    attack("thenable that never calls back", `return await { then() {} };`, ["PLUGIN_NEVER_ANSWERS"]),
    attack(
      "thenable that resolves with itself",
      `await { then(resolve) { resolve(this); } };`,
      CPU_OR_MEMORY,
    ),
    attack(
      "endless recursion caught again and again",
      `const f = () => { try { f(); } finally { f(); } }; f();`,
      ["PLUGIN_CPU_EXCEEDED", "PLUGIN_FAILED"],
    ),
    attack("regular expression with exponential backtracking", `/^(a+)+$/.test("a".repeat(50) + "b");`, CPU),
    attack(
      "regular expression with nested quantifiers and lookbehind",
      `/(?<=(x+x+)+)y/.test("x".repeat(60));`,
      ["PLUGIN_CPU_EXCEEDED", "harmless"],
    ),
    attack(
      "regular expression that is enormous when compiled",
      `new RegExp("(?:a{1,1000}){1,1000}".repeat(50)).test("a".repeat(1000));`,
      STOPPED_OR_HARMLESS,
    ),
    attack(
      "regular expression by replace with a function",
      `"a".repeat(1e6).replace(/a/g, () => { for (;;); });`,
      CPU,
    ),
    attack("endless getter", `const o = { get x() { for (;;); } }; o.x;`, CPU),
    attack("endless sort", `const a = [3, 2, 1]; a.sort(() => { for (;;); });`, CPU),
    attack(
      "sort that never agrees",
      `const a = Array.from({ length: 3e5 }, (_, i) => i); for (;;) a.sort(() => Math.sin(a.length) - 0.5);`,
      STOPPED,
    ),
    attack("endless toString", `\`\${{ toString() { for (;;); } }}\``, CPU),
    attack("endless spread of a generator", `Math.max(...(function* () { for (;;) yield 1; })());`, STOPPED),
    attack("array without end in a loop of natives", `new Array(2 ** 32 - 1).indexOf(1);`, CPU),
    attack(
      "array-like with an enormous length",
      `Array.prototype.map.call({ length: 2 ** 53 - 1 }, (x) => x);`,
      STOPPED,
    ),
    attack(
      "forEach over an enormous sparse array",
      `const a = []; a[2 ** 31] = 1; a.forEach(() => {}); Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1);`,
      STOPPED,
    ),
    attack("power of large integers", `let n = 3n; for (;;) n = n ** 3n;`, STOPPED),
    attack("decimal text of a large integer", `(2n ** (2n ** 22n)).toString();`, STOPPED_OR_HARMLESS),
    attack(
      "JSON of a wide and deep tree",
      `let t = "x"; for (let i = 0; i < 24; i++) t = [t, t]; JSON.stringify(t);`,
      STOPPED,
    ),
    attack(
      "proxy chain",
      `let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x;`,
      STOPPED_OR_HARMLESS,
    ),
    attack(
      "prototype chain",
      `let p = {}; for (let i = 0; i < 1e6; i++) p = Object.create(p); for (;;) p.x;`,
      STOPPED,
    ),
    attack(
      "classes that extend each other without end",
      `let C = class {}; for (;;) C = class extends C {}; `,
      STOPPED,
    ),
    attack(
      "string comparison of ropes",
      `let a = "x".repeat(2 ** 27), b = "x".repeat(2 ** 27) + "y"; for (;;) a < b;`,
      STOPPED,
    ),
    attack(
      "normalising and matching long text",
      `const t = "\\u0041\\u030a".repeat(5e5); for (;;) t.normalize("NFKD").localeCompare(t);`,
      STOPPED,
    ),
    attack(
      "formatters made without end",
      `const all = []; for (;;) all.push(new Intl.NumberFormat("zh-CN-u-nu-hanidec"));`,
      STOPPED,
    ),
    attack("dates parsed without end", `for (;;) Date.parse("x".repeat(1e5));`, STOPPED),
    whole("endless loop while loading", `for (;;);`, CPU),
    whole(
      "endless microtask while loading",
      `Promise.resolve().then(function f() { return Promise.resolve().then(f); }); export default {};`,
      CPU_OR_MEMORY,
    ),
    whole("top-level await that never ends", `await new Promise(() => {}); export default { hooks: {} };`, [
      "PLUGIN_LOAD_FAILED",
    ]),
    whole(
      "loop that begins only at the second run of a proof",
      `let n = 0; export default { hooks: { "kpi.measure": (items) => { if (items[0].kpi === "b") for (;;); return items.map(() => ({ value: null })); } } };`,
      CPU,
    ),
  ].map((one) =>
    one.name.includes("proof") ? { ...one, point: "kpi.measure" as const, input: [kpi("a"), kpi("b")] } : one,
  ),
};

function kpi(name: string): unknown {
  return { kpi: name, period: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" }, rows: [] };
}

export const memory: AttackClass = {
  name: "memory",
  attacks: [
    attack("arrays", `const all = []; for (;;) all.push(new Array(1e4).fill(1));`, MEMORY),
    attack("objects", `const all = []; for (let i = 0; ; i++) all.push({ a: i, b: { c: i } });`, MEMORY),
    attack("byte arrays", `const all = []; for (;;) all.push(new Uint8Array(1e6).fill(1));`, MEMORY),
    attack("one enormous byte array", `new Uint8Array(2 ** 32); new Uint8Array(2 ** 33);`, MEMORY),
    attack(
      "buffers that can grow",
      `const all = []; for (;;) all.push(new ArrayBuffer(8, { maxByteLength: 2 ** 32 }));`,
      [...MEMORY, "PLUGIN_CPU_EXCEEDED"],
    ),
    attack(
      "text that doubles",
      `let t = "xy"; const all = []; for (;;) { t += t; all.push(t + 1); [...t.slice(0, 1e6)]; }`,
      MEMORY,
    ),
    attack(
      "flat text",
      `const all = []; for (let i = 0; ; i++) all.push(String.fromCharCode(...new Array(5e4).fill(65 + (i % 26))));`,
      MEMORY,
    ),
    attack("map and set", `const m = new Map(); for (let i = 0; ; i++) m.set({ i }, new Set([i]));`, MEMORY),
    attack("closures", `let f = () => 0; for (;;) { const g = f; f = () => g; }`, [
      ...MEMORY,
      "PLUGIN_CPU_EXCEEDED",
    ]),
    attack("symbols of the registry", `for (let i = 0; ; i++) Symbol.for("s".repeat(1000) + i);`, [
      ...MEMORY,
      "PLUGIN_CPU_EXCEEDED",
    ]),
    attack("property names", `const o = {}; for (let i = 0; ; i++) o["p" + i] = i;`, [
      ...MEMORY,
      "PLUGIN_CPU_EXCEEDED",
    ]),
    attack(
      "promises that wait for each other",
      `const all = []; for (;;) all.push(new Promise(() => {}).then(() => all));`,
      MEMORY,
    ),
    attack(
      "microtasks that breed",
      `const breed = () => { Promise.resolve().then(breed); Promise.resolve().then(breed); }; breed(); await null;`,
      [...MEMORY, "PLUGIN_CPU_EXCEEDED"],
    ),
    attack("a generator spread into an array", `[...(function* () { for (;;) yield {}; })()];`, MEMORY),
    attack("array filled to its greatest length", `new Array(2 ** 27).fill(0).map(() => ({}));`, [
      ...MEMORY,
      "PLUGIN_CPU_EXCEEDED",
    ]),
    attack(
      "large integers kept",
      `const all = []; let n = 1n << 2000000n; for (;;) all.push((n += 1n));`,
      MEMORY,
    ),
    attack(
      "errors with long stacks kept",
      `Error.stackTraceLimit = 1e6; const all = []; const f = (d) => (d ? f(d - 1) : all.push(new Error().stack)); for (;;) f(200);`,
      [...MEMORY, "PLUGIN_CPU_EXCEEDED"],
    ),
    attack(
      "regular expressions kept",
      `const all = []; for (let i = 0; ; i++) { const r = new RegExp("(a|b" + i + ")*c{1,500}"); r.test("abab"); all.push(r); }`,
      [...MEMORY, "PLUGIN_CPU_EXCEEDED"],
    ),
    whole(
      "memory while loading",
      `const all = []; for (;;) all.push(new Array(1e4).fill(1)); export default {};`,
      ["PLUGIN_MEMORY_EXCEEDED", "PLUGIN_LOAD_FAILED"],
    ),
  ].map((one) => (one.ends.includes("PLUGIN_CPU_EXCEEDED") ? one : { ...one, ...roomy })),
};

export const parser: AttackClass = {
  name: "the parser",
  attacks: [
    whole("syntax error", `export default {`, ["PLUGIN_LOAD_FAILED"]),
    whole("brackets without end", `export default ${"[".repeat(200_000)}`, [
      "PLUGIN_LOAD_FAILED",
      "PLUGIN_CRASHED",
    ]),
    whole("balanced brackets, very deep", `export default ${"(".repeat(50_000)}1${")".repeat(50_000)};`, [
      "PLUGIN_LOAD_FAILED",
      "PLUGIN_CRASHED",
    ]),
    whole(
      "functions inside functions",
      `${"(function(){".repeat(5_000)}${"})()".repeat(5_000)}; export default {};`,
      ["PLUGIN_LOAD_FAILED", "PLUGIN_CRASHED"],
    ),
    whole("operators without end", `export default { hooks: {}, x: ${"!".repeat(100_000)}1 };`, [
      "PLUGIN_LOAD_FAILED",
      "PLUGIN_CRASHED",
      "PLUGIN_HOOK_MISSING",
    ]),
    whole("sum of very many terms", `export default { hooks: {}, x: ${"1+".repeat(100_000)}1 };`, [
      "PLUGIN_LOAD_FAILED",
      "PLUGIN_CRASHED",
      "PLUGIN_HOOK_MISSING",
      "PLUGIN_CPU_EXCEEDED",
    ]),
    whole("template inside template", `export default ${"`${".repeat(20_000)}1${"}`".repeat(20_000)};`, [
      "PLUGIN_LOAD_FAILED",
      "PLUGIN_CRASHED",
    ]),
    whole(
      "destructuring, very deep",
      `const ${"[".repeat(20_000)}a${"]".repeat(20_000)} = 1; export default {};`,
      ["PLUGIN_LOAD_FAILED", "PLUGIN_CRASHED"],
    ),
    whole(
      "very many variables",
      `${Array.from({ length: 70_000 }, (_, at) => `let v${at}=${at};`).join("")} export default { hooks: {} };`,
      [
        "PLUGIN_LOAD_FAILED",
        "PLUGIN_CRASHED",
        "PLUGIN_HOOK_MISSING",
        "PLUGIN_CPU_EXCEEDED",
        "PLUGIN_MEMORY_EXCEEDED",
      ],
    ),
    whole(
      "byte order mark, NUL and line separators",
      `\ufeff\u2028\u2029/*\u0000*/ export default { hooks: {} };`,
      ["PLUGIN_HOOK_MISSING", "PLUGIN_LOAD_FAILED"],
    ),
    whole("HTML-like comment and hashbang", `#!/usr/bin/env node\nexport default { hooks: {} };`, [
      "PLUGIN_HOOK_MISSING",
      "PLUGIN_LOAD_FAILED",
    ]),
    whole(
      "source map that points to a file",
      `export default { hooks: { "schedule.job": () => { throw new Error("x"); } } };\n//# sourceMappingURL=file:///etc/passwd`,
      ["PLUGIN_FAILED"],
    ),
    whole(
      "source URL that poses as the runtime",
      `export default { hooks: { "schedule.job": () => { throw new Error("x"); } } };\n//# sourceURL=manifold:runtime`,
      ["PLUGIN_FAILED"],
    ),
  ],
};
