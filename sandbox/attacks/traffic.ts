import type { Attack, AttackClass } from "./attack.ts";

const HARMLESS = ["harmless"] as const;
const INVALID = ["PLUGIN_RESULT_INVALID"] as const;
const FAILED = ["PLUGIN_FAILED"] as const;

const answer = (name: string, code: string, ends: Attack["ends"] = INVALID): Attack => ({
  name,
  ends,
  module: `export default { hooks: { "schedule.job": async (input, { host }) => { ${code} } } };`,
});

/** Answers that are not what they seem. */
export const answers: AttackClass = {
  name: "answers",
  attacks: [
    answer("no answer", ``, FAILED),
    answer("a function", `return () => {};`, FAILED),
    answer("a symbol", `return Symbol("x");`, FAILED),
    answer("a large integer", `return { done: 1n };`, FAILED),
    answer("a cycle", `const o = { done: false }; o.o = o; return o;`, FAILED),
    answer("a value of another type", `return { done: "false" };`),
    answer("members beyond the schema", `return { done: false, evil: 1 };`),
    answer("__proto__ as a member", `return JSON.parse('{"done":false,"__proto__":{"polluted":1}}');`),
    answer(
      "constructor and prototype as members",
      `return { done: false, constructor: { prototype: { polluted: 1 } } };`,
    ),
    answer("text beyond its length", `return { done: false, note: "x".repeat(5000) };`),
    answer("very deep", `let o = {}; for (let i = 0; i < 2000; i++) o = { o }; return { done: false, o };`, [
      ...INVALID,
      "PLUGIN_FAILED",
    ]),
    answer("deeper than any stack", `let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; return o;`, [
      "PLUGIN_FAILED",
      "PLUGIN_CPU_EXCEEDED",
    ]),
    answer("longer than allowed", `return { done: false, note: "x".repeat(3e6) };`, [
      "PLUGIN_RESULT_TOO_LARGE",
      "PLUGIN_MEMORY_EXCEEDED",
    ]),
    answer("a rope of half a gigabyte", `return "x".repeat(2 ** 29 - 24);`, [
      "PLUGIN_RESULT_TOO_LARGE",
      "PLUGIN_MEMORY_EXCEEDED",
      "PLUGIN_FAILED",
    ]),
    answer(
      "the same part very many times",
      `let t = "x".repeat(1000); for (let i = 0; i < 20; i++) t = [t, t]; return t;`,
      ["PLUGIN_RESULT_TOO_LARGE", "PLUGIN_MEMORY_EXCEEDED", "PLUGIN_FAILED", "PLUGIN_CPU_EXCEEDED"],
    ),
    answer("a sparse array without end", `const a = []; a.length = 2 ** 32 - 1; return a;`, [
      "PLUGIN_MEMORY_EXCEEDED",
      "PLUGIN_CPU_EXCEEDED",
      "PLUGIN_FAILED",
    ]),
    answer("a proxy with an endless trap", `return new Proxy({}, { ownKeys() { for (;;); } });`, [
      "PLUGIN_CPU_EXCEEDED",
    ]),
    answer(
      "a getter that differs each time",
      `let n = 0; return { get done() { return n++ === 0 ? false : true; } };`,
      HARMLESS,
    ),
    answer("toJSON that never ends", `return { toJSON() { for (;;); } };`, ["PLUGIN_CPU_EXCEEDED"]),
    answer("toJSON that returns itself", `const o = { toJSON() { return { o }; } }; return o;`, [
      "PLUGIN_FAILED",
      "PLUGIN_CPU_EXCEEDED",
    ]),
    answer("halves of characters", `return { done: false, note: "\\ud800\\udfff\\udc00" };`, HARMLESS),
    answer("not a number", `return { done: NaN };`),
    answer("a boxed boolean", `return { done: Object(false) };`, HARMLESS),
    answer("a text that looks like the protocol", `return "=\\u0000{\\"done\\":true}";`),
    {
      name: "fewer answers than questions",
      ends: INVALID,
      point: "meter.decode",
      input: frames(3),
      module: `export default { hooks: { "meter.decode": (items) => [] } };`,
    },
    {
      name: "more answers than questions",
      ends: INVALID,
      point: "meter.decode",
      input: frames(1),
      module: `export default { hooks: { "meter.decode": (items) => Array(5e4).fill({ ok: false, byte: 0, expected: "" }) } };`,
    },
    {
      name: "an object that poses as a list",
      ends: INVALID,
      point: "meter.decode",
      input: frames(1),
      module: `export default { hooks: { "meter.decode": () => ({ length: 1, 0: { ok: false, byte: 0, expected: "" } }) } };`,
    },
    {
      name: "an amount that is not exact",
      ends: INVALID,
      point: "tariff.charge",
      input: [bill()],
      module: `export default { hooks: { "tariff.charge": (bills) => bills.map(() => ({ lines: [{ code: "levy", amount: 1e21 }] })) } };`,
    },
    {
      name: "an amount in another notation",
      ends: INVALID,
      point: "tariff.charge",
      input: [bill()],
      module: `export default { hooks: { "tariff.charge": (bills) => bills.map(() => ({ lines: [{ code: "levy", amount: "1e3" }] })) } };`,
    },
    {
      name: "a charge that depends on what came before it",
      ends: ["PLUGIN_NOT_DETERMINISTIC"],
      point: "tariff.charge",
      input: [bill(), bill()],
      module: `let n = 0; export default { hooks: { "tariff.charge": (bills) => bills.map(() => ({ lines: [{ code: "levy", amount: String(n++) }] })) } };`,
    },
    {
      name: "a charge by the clock",
      ends: FAILED,
      point: "tariff.charge",
      input: [bill()],
      module: `export default { hooks: { "tariff.charge": (bills) => bills.map(() => ({ lines: [{ code: "levy", amount: String(Date.now()) }] })) } };`,
    },
    {
      name: "a charge by chance",
      ends: FAILED,
      point: "tariff.charge",
      input: [bill()],
      module: `export default { hooks: { "tariff.charge": (bills) => bills.map(() => ({ lines: [{ code: "levy", amount: String(Math.random()) }] })) } };`,
    },
    {
      name: "a charge by new Date in disguise",
      ends: ["PLUGIN_FAILED", "harmless"],
      point: "tariff.charge",
      input: [bill()],
      module: `const tries = [() => new Date(), () => Date(), () => Reflect.construct(Date, []), () => new (Object.getPrototypeOf(new Date(0)).constructor)(), () => new (class extends Date {})()];
      const got = () => tries.flatMap((f) => { try { const d = new Date(f()); return d.getTime() > 1e12 ? [d.getTime()] : []; } catch { return []; } });
      export default { hooks: { "tariff.charge": (bills) => bills.map(() => ({ lines: got().map((t) => ({ code: "canary-7f3b9c15", amount: String(t) })) })) } };`,
    },
    {
      name: "markup in a view",
      ends: INVALID,
      point: "portal.view",
      input: { view: "x", locale: "en", subject: {} },
      module: `export default { hooks: { "portal.view": () => ({ title: { "zh-CN": "x", en: "x" }, children: [{ kind: "html", html: "<script>alert(1)</script>" }] }) } };`,
    },
    {
      name: "a link by script in a view",
      ends: INVALID,
      point: "portal.view",
      input: { view: "x", locale: "en", subject: {} },
      module: `export default { hooks: { "portal.view": () => ({ title: { "zh-CN": "x", en: "x" }, children: [{ kind: "button", words: { "zh-CN": "x", en: "x" }, action: "go", href: "javascript:alert(1)" }] }) } };`,
    },
    {
      name: "style and event members in a view",
      ends: INVALID,
      point: "staff.view",
      input: { view: "x", locale: "en", subject: {} },
      module: `export default { hooks: { "staff.view": () => ({ title: { "zh-CN": "x", en: "x" }, children: [{ kind: "text", words: { "zh-CN": "x", en: "x" }, style: "position:fixed", onClick: "x", dangerouslySetInnerHTML: { __html: "x" } }] }) } };`,
    },
  ],
};

function frames(count: number): unknown {
  return Array.from({ length: count }, () => ({
    protocol: "dlt645",
    receivedAt: "2026-01-01T00:00:00Z",
    frame: "68",
  }));
}

function bill(): unknown {
  return {
    agreement: { class: "household", commodity: "power" },
    period: { from: "2026-01-01", to: "2026-02-01" },
    currency: "CNY",
    lines: [{ code: "energy", amount: "12.50" }],
  };
}

const log = [{ capability: "log" }];
const storage = [
  { capability: "log" },
  { capability: "storage.get" },
  { capability: "storage.put", bytesMax: 1_000 },
];
const hook = (
  name: string,
  code: string,
  requests: Attack["requests"],
  ends: Attack["ends"] = HARMLESS,
): Attack => ({
  name,
  code,
  ends,
  ...(requests === undefined ? {} : { requests }),
});

/** Floods of what is allowed, and text that poses as something else. */
export const floods: AttackClass = {
  name: "floods and injection",
  attacks: [
    hook("log lines without end", `for (;;) host.log({ level: "info", text: "x".repeat(900) });`, log, [
      "PLUGIN_CPU_EXCEEDED",
    ]),
    hook(
      "a thousand log lines",
      `for (let i = 0; i < 1000; i++) host.log({ level: "info", text: "x" });`,
      log,
    ),
    hook(
      "one log line of a quarter gigabyte",
      `host.log({ level: "info", text: "x".repeat(2 ** 28) });`,
      log,
      ["harmless", "PLUGIN_MEMORY_EXCEEDED", "PLUGIN_FAILED", "PLUGIN_CPU_EXCEEDED"],
    ),
    hook(
      "line breaks and terminal codes in a log line",
      `host.log({ level: "info", text: 'x\\n{"level":"error","event":"forged"}\\r\\u001b[2J\\u001b]0;x\\u0007\\u0008\\u202eevil\\u2066\\u0000' });`,
      log,
    ),
    hook(
      "a level of its own",
      `host.log({ level: "fatal\\nforged", text: "x" }); host.log({ level: { toString: () => "x" }, text: "y" });`,
      log,
    ),
    hook(
      "line breaks and terminal codes in an error",
      `throw new Error("x\\n[ERROR] forged\\u001b[31m\\u202e\\u0000");`,
      log,
      FAILED,
    ),
    hook(
      "capability calls without end",
      `for (;;) host.storage.get({ key: "a" }).catch(() => {});`,
      storage,
      ["PLUGIN_CPU_EXCEEDED", "PLUGIN_MEMORY_EXCEEDED"],
    ),
    hook(
      "more capability calls than allowed",
      `let done = 0; await Promise.allSettled(Array.from({ length: 500 }, () => host.storage.get({ key: "a" }).then(() => done++))); if (done > 20) reached(done + " calls");`,
      storage,
    ),
    hook(
      "enormous arguments",
      `let sent = 0; for (let i = 0; i < 20; i++) try { await host.storage.put({ key: "a", value: "x".repeat(9e5) }); sent++; } catch {} if (sent > 0) reached("stored beyond its share");`,
      storage,
    ),
    hook(
      "an argument of a hundred megabytes",
      `try { await host.storage.put({ key: "a", value: "x".repeat(1e8) }); reached("sent"); } catch {}`,
      storage,
      ["harmless", "PLUGIN_MEMORY_EXCEEDED"],
    ),
    hook("endless loop after a capability", `await host.storage.get({ key: "a" }); for (;;);`, storage, [
      "PLUGIN_CPU_EXCEEDED",
    ]),
    hook(
      "time collected over many turns",
      `for (let i = 0; i < 15; i++) { await host.storage.get({ key: "a" }); let x = 0; for (let k = 0; k < 2e6; k++) x += k; }`,
      storage,
      ["PLUGIN_CPU_EXCEEDED"],
    ),
    hook("a capability that never answers", `await host.storage.get({ key: "never" });`, storage, [
      "PLUGIN_TIMED_OUT",
    ]),
    hook(
      "many capabilities that never answer",
      `await Promise.all(Array.from({ length: 20 }, () => host.storage.get({ key: "never" })));`,
      storage,
      ["PLUGIN_TIMED_OUT"],
    ),
    hook(
      "a call that answers and goes on working",
      `(async () => { for (;;) await host.storage.get({ key: "a" }); })().catch(() => {});`,
      storage,
    ),
    hook(
      "memory held in answers of capabilities",
      `const all = []; for (let i = 0; i < 20; i++) all.push((await host.storage.get({ key: "large" })).value.repeat(50) + i); all.map((t) => t.split(""));`,
      storage,
      ["PLUGIN_MEMORY_EXCEEDED", "PLUGIN_CPU_EXCEEDED", "PLUGIN_FAILED"],
    ),
  ],
};
