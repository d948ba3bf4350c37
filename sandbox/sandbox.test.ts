import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { extensionPoint } from "#plugins/sdk/extension-point.ts";
import { EXTENSION_POINTS } from "#plugins/sdk/extension-points.ts";
import { createSandboxClient, type SandboxClient } from "./client.ts";
import { type ChildProgram, writeChildProgram } from "./host/child-program.ts";
import { type RunningSandbox, startSandbox } from "./local.ts";
import { testBundle } from "./testing.ts";

const job = { job: "x", plannedAt: "2026-01-01T00:00:00Z", parameters: {} };
const jobPlugin = (body: string, requests: readonly { capability: string }[] = [], trust?: "first-party") =>
  testBundle(
    `export default { hooks: { "schedule.job": async (input, { host, config }) => { ${body} } } };`,
    ["schedule.job"],
    requests,
    trust === undefined ? {} : { trust },
  );
const meterPlugin = (body: string) =>
  testBundle(
    `let n = 0; export default { hooks: { "meter.decode": (items) => items.map(() => ({ ok: false, byte: n++, expected: String(${body}) })) } };`,
    ["meter.decode"],
  );
const frame = { protocol: "x", receivedAt: "2026-01-01T00:00:00Z", frame: "68" };

let sandbox: RunningSandbox;
let client: SandboxClient;
const clients: { close(): void }[] = [];
const fallenFolders: string[] = [];
const connect = (
  ...options: Parameters<typeof createSandboxClient> extends [string, ...infer Rest] ? Rest : never
) => {
  const made = createSandboxClient(sandbox.socketPath, ...options);
  clients.push(made);
  return made;
};

beforeAll(async () => {
  sandbox = await startSandbox();
  client = connect();
});
afterAll(async () => {
  for (const folder of fallenFolders) rmSync(folder, { recursive: true, force: true });
  for (const one of clients) one.close();
  await sandbox.close();
});

const runJob = (body: string, more: { tenantId?: string; budget?: object } = {}) =>
  client.call({
    tenantId: more.tenantId ?? "t1",
    bundle: jobPlugin(body),
    point: "schedule.job",
    input: job,
    grants: [],
    config: { a: "b" },
    ...(more.budget ? { budget: more.budget } : {}),
  });

describe("a call", () => {
  test("gives input and configuration in, the answer and what it used out", async () => {
    const result = await runJob(`return { done: true, note: input.job + config.a };`);
    expect(result).toMatchObject({ ok: true, output: { done: true, note: "xb" } });
    expect(result.use.cpuMs).toBeGreaterThan(0);
    expect(result.use.resultLength).toBeGreaterThan(10);
  });

  test("says where in the plugin an error came from", async () => {
    const result = await runJob(`throw new RangeError("too far");`);
    expect(result).toMatchObject({
      ok: false,
      error: { code: "PLUGIN_FAILED", params: { reason: "RangeError: too far" } },
    });
    expect(result.ok ? "" : result.stack).toContain("plugin.js:1");
  });

  test("at a point that the manifest does not name is refused", async () => {
    const result = await client.call({
      tenantId: "t1",
      bundle: jobPlugin(""),
      point: "bill.check",
      input: [],
      grants: [],
      config: {},
    });
    expect(result).toMatchObject({ ok: false, error: { code: "PLUGIN_HOOK_MISSING" } });
  });

  test("of a fresh point starts from the module's text, of a kept one goes on", async () => {
    const fresh = testBundle(
      `let n = 0; export default { hooks: { "form.validate": () => ({ problems: [{ field: String(n++), words: { "zh-CN": "x", en: "x" } }] }) } };`,
      ["form.validate"],
    );
    const kept = meterPlugin("0");
    for (const expected of [0, 1, 2]) {
      const first = await client.call({
        tenantId: "t1",
        bundle: fresh,
        point: "form.validate",
        input: { form: "f", locale: "en", record: {} },
        grants: [],
        config: {},
      });
      expect(first).toMatchObject({ output: { problems: [{ field: "0" }] } });
      const second = await client.call({
        tenantId: "t1",
        bundle: kept,
        point: "meter.decode",
        input: [frame],
        grants: [],
        config: {},
      });
      expect(second).toMatchObject({ output: [{ byte: expected }] });
    }
  });

  test("of one tenant never meets what another tenant left behind", async () => {
    const bundle = meterPlugin("1");
    const ask = (tenantId: string) =>
      client.call({ tenantId, bundle, point: "meter.decode", input: [frame], grants: [], config: {} });
    await ask("one");
    await ask("one");
    expect(await ask("two")).toMatchObject({ output: [{ byte: 0 }] });
    const { processes } = await client.status();
    const keys = processes.map(({ key }) => key);
    expect(keys).toContain("tenant one");
    expect(keys).toContain("tenant two");
  });

  test("runs many at once, waiting ones parked, each with its own answer", async () => {
    const storage = { get: async (_call: unknown, key: string) => sleep(20, key), put: async () => {} };
    const waiting = connect({ ports: { storage } });
    const requests = [{ capability: "storage.get" }];
    const bundle = jobPlugin(
      `const { value } = await host.storage.get({ key: "k" + input.job.length }); return { done: true, note: value };`,
      requests,
    );
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        waiting.call({
          tenantId: "t1",
          bundle,
          point: "schedule.job",
          input: { ...job, job: "x".repeat(at + 1) },
          grants: requests,
          config: {},
        }),
      ),
    );
    expect(answers.map((answer) => (answer.ok ? answer.output : answer.error))).toEqual(
      Array.from({ length: 40 }, (_, at) => ({ done: true, note: `k${at + 1}` })),
    );
    expect(answers[0]?.receipts).toMatchObject([
      { capability: "storage.get", subject: "k1", outcome: "done" },
    ]);
  });

  test("a toy extension point is called by adding its row", async () => {
    const toy = extensionPoint({
      words: { "zh-CN": "翻倍", en: "Doubles" },
      input: z.strictObject({ n: z.number() }),
      output: z.strictObject({ twice: z.number() }),
      batched: true,
      deterministic: true,
      state: "fresh",
    });
    const made = createSandboxClient(sandbox.socketPath, {
      points: { ...EXTENSION_POINTS, "toy.double": toy },
    });
    const bundle = testBundle(
      `export default { hooks: { "toy.double": (items) => items.map(({ n }) => ({ twice: n * 2 })) } };`,
      ["toy.double"],
    );
    const result = await made.call({
      tenantId: "t1",
      bundle,
      point: "toy.double",
      input: [{ n: 2 }, { n: 3 }],
      grants: [],
      config: {},
    });
    made.close();
    expect(result).toMatchObject({ ok: true, output: [{ twice: 4 }, { twice: 6 }] });
  });

  test("a bundle whose hash does not fit its content is never run", async () => {
    const honest = jobPlugin(`return { done: true };`);
    const forged = { ...honest, source: honest.source.replace("true", "false") };
    const other = connect();
    const result = await other.call({
      tenantId: "t9",
      bundle: forged,
      point: "schedule.job",
      input: job,
      grants: [],
      config: {},
    });
    expect(result).toMatchObject({ ok: false, error: { code: "BUNDLE_INVALID" } });
  });
});

describe("one tenant's trouble is not another's", () => {
  test("an endless loop holds up nobody else", async () => {
    const order: string[] = [];
    const endless = runJob(`for (;;);`, { tenantId: "loop", budget: { cpuMs: 5_000, wallMs: 5_000 } });
    void endless.then(() => order.push("endless"));
    const others = ["a", "b"].map((tenantId) => runJob(`return { done: true };`, { tenantId }));
    expect((await Promise.all(others)).map(({ ok }) => ok)).toEqual([true, true]);
    order.push("others");
    expect(await endless).toMatchObject({ ok: false });
    expect(order).toEqual(["others", "endless"]);
  });

  test("a killed child costs no call that had no effect yet", async () => {
    const { processes } = await client.status();
    const going = Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        runJob(`let x = 0; for (let i = 0; i < 3e5; i++) x += i; return { done: true, note: "${at}" };`, {
          tenantId: "killed",
          budget: { cpuMs: 5_000 },
        }),
      ),
    );
    await sleep(60);
    const before = new Set(processes.map(({ pid }) => pid));
    const { processes: now } = await client.status();
    const mine = now.filter(({ key }) => key === "tenant killed");
    expect(mine.length).toBeGreaterThan(0);
    for (const { pid } of mine) process.kill(pid as number, "SIGKILL");
    expect((await going).map(({ ok }) => ok)).toEqual(Array.from({ length: 20 }, () => true));
    expect(before.size).toBeGreaterThan(0);
  });

  test("a child beyond its memory is killed from outside", async () => {
    const small = await startSandbox({ childBytesMax: 20 * 1024 * 1024 });
    const other = createSandboxClient(small.socketPath);
    const result = await other.call({
      tenantId: "t",
      bundle: jobPlugin(`for (;;);`),
      point: "schedule.job",
      input: job,
      grants: [],
      config: {},
      budget: { cpuMs: 3_000 },
    });
    other.close();
    await small.close();
    expect(result).toMatchObject({ ok: false, error: { code: "PLUGIN_MEMORY_EXCEEDED" } });
  });

  test("a repeat offender is quarantined, until a person pardons it; the others go on", async () => {
    const bundle = jobPlugin(`if (input.job === "bad") for (;;); return { done: true };`);
    const ask = (tenantId: string, name: string) =>
      client.call({
        tenantId,
        bundle,
        point: "schedule.job",
        input: { ...job, job: name },
        grants: [],
        config: {},
        budget: { cpuMs: 20 },
      });
    for (let at = 0; at < 5; at++)
      expect(await ask("q", "bad")).toMatchObject({ error: { code: "PLUGIN_CPU_EXCEEDED" } });
    expect(await ask("q", "good")).toMatchObject({
      ok: false,
      error: { code: "PLUGIN_QUARANTINED", status: 503 },
    });
    const { plugins } = await client.status();
    expect(plugins.find(({ tenantId }) => tenantId === "q")?.quarantinedUntilMs).toBeGreaterThan(Date.now());
    await client.pardon("q", bundle.hash);
    expect(
      await client.call({ tenantId: "q", bundle, point: "schedule.job", input: job, grants: [], config: {} }),
    ).toMatchObject({ ok: true });
  });

  test("the kill switch holds at once", async () => {
    const bundle = jobPlugin(`return { done: true, note: "switch" };`);
    const ask = () =>
      client.call({ tenantId: "t1", bundle, point: "schedule.job", input: job, grants: [], config: {} });
    expect((await ask()).ok).toBe(true);
    await client.block(bundle.hash, true);
    expect(await ask()).toMatchObject({ ok: false, error: { code: "PLUGIN_BLOCKED" } });
    await client.block(bundle.hash, false);
    expect((await ask()).ok).toBe(true);
  });

  test("more tenants than processes take turns", async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) => runJob(`return { done: true };`, { tenantId: `many${at}` })),
    );
    expect(answers.map(({ ok }) => ok)).toEqual(Array.from({ length: 12 }, () => true));
    expect((await client.status()).children).toBeLessThanOrEqual(6);
  }, 30_000);
});

describe("a child that has fallen", () => {
  test("and stops keeping its limits is killed from outside", async () => {
    const bundle = jobPlugin(`await host.storage.get({ key: "a" }); for (;;);`, [
      { capability: "storage.get" },
    ]);
    let stopped = 0;
    const storage = {
      get: async () => {
        const { processes } = await client.status();
        stopped = processes.find(({ key }) => key === "tenant stopped")?.pid ?? 0;
        // As if the child had been taken over and its own time limit removed.
        process.kill(stopped, "SIGSTOP");
        return 1;
      },
      put: async () => {},
    };
    const result = await connect({ ports: { storage } }).call({
      tenantId: "stopped",
      bundle,
      point: "schedule.job",
      input: job,
      grants: [{ capability: "storage.get" }],
      config: {},
      budget: { cpuMs: 30, wallMs: 300 },
    });
    expect(result).toMatchObject({ ok: false, error: { code: "PLUGIN_CPU_EXCEEDED" } });
    expect(isRunning(stopped)).toBe(false);
  });

  test("at once, each time it is started, lets the sandbox refuse to start, with the reason", async () => {
    const program = fallenProgram(`throw new Error("no such addon");`);
    await expect(startSandbox({ program })).rejects.toThrow("do not start: Error: no such addon");
  });

  const ready = "write(frame(8, 0));";
  test.each([
    [
      "writes what is no frame",
      `${ready} socket.on("data", () => socket.write(Buffer.alloc(64, 255)));`,
      "PLUGIN_CRASHED",
    ],
    [
      "announces an endless frame",
      `${ready} socket.on("data", () => socket.write(Buffer.from([255, 255, 255, 127, 2])));`,
      "PLUGIN_CRASHED",
    ],
    [
      "answers a call that it was not given",
      `${ready} socket.on("data", () => write(frame(2, 4711, "{}")));`,
      "PLUGIN_CRASHED",
    ],
    ["answers without a head", `${ready} onCall((call) => write(frame(2, call)));`, "PLUGIN_CRASHED"],
    [
      "answers with a head of its own making",
      `${ready} onCall((call) => write(frame(2, call, '{"ok":true,"use":{"cpuMs":-1}}')));`,
      "PLUGIN_CRASHED",
    ],
    [
      "answers more than the budget allows",
      `${ready} onCall((call) => write(frame(2, call, '{"ok":true,"use":{"cpuMs":1,"wallMs":1,"capabilityCalls":0,"resultLength":1}}', "x".repeat(4e6))));`,
      "PLUGIN_CRASHED",
    ],
    [
      "says that it waits, and waits for ever",
      `${ready} onCall((call) => write(frame(3, call)));`,
      "PLUGIN_CPU_EXCEEDED",
    ],
    [
      "speaks as the sandbox",
      `${ready} onCall((call) => write(frame(6, call, '{"op":"block"}')));`,
      "PLUGIN_CRASHED",
    ],
    [
      "answers what is not JSON",
      `${ready} onCall((call) => write(frame(2, call, '{"ok":true,"use":{"cpuMs":1,"wallMs":1,"capabilityCalls":0,"resultLength":1}}', "{")));`,
      "PLUGIN_RESULT_INVALID",
    ],
    [
      "asks for what was not granted",
      `${ready} onCall((call) => write(frame(4, call, '{"ask":1,"capability":"records.read"}', "{}"))); onAnswer((call, head, body) => write(frame(2, call, '{"ok":true,"use":{"cpuMs":1,"wallMs":1,"capabilityCalls":0,"resultLength":1}}', JSON.stringify({ done: JSON.parse(head).ok, note: JSON.parse(body).code }))));`,
      "refused",
    ],
  ])("and %s harms nobody", async (_name, body, code) => {
    const fallen = await startSandbox({ program: fallenProgram(body) });
    const app = createSandboxClient(fallen.socketPath, {
      ports: { records: { read: () => Promise.reject(new Error("read")) } },
    });
    const result = await app.call({
      tenantId: "t",
      bundle: jobPlugin(""),
      point: "schedule.job",
      input: job,
      grants: [],
      config: {},
      budget: { wallMs: 300 },
    });
    expect((await app.health()).healthy).toBe(true);
    app.close();
    await fallen.close();
    if (code === "refused")
      expect(result).toMatchObject({ ok: true, output: { done: false, note: "CAPABILITY_DENIED" } });
    else expect(result).toMatchObject({ ok: false, error: { code } });
  });
});

test("what a fallen child says is made printable", async () => {
  const use = `"use":{"cpuMs":1,"wallMs":1,"capabilityCalls":0,"resultLength":1}`;
  const head = `{"ok":false,"code":"PLUGIN_FAILED","params":{"reason":"a\\u001b[2J\\nb"},"logs":[{"level":"info","text":"c\\u202ed\\ne"}],${use}}`;
  const program = fallenProgram(
    `write(frame(8, 0)); onCall((call) => write(frame(2, call, ${JSON.stringify(head)})));`,
  );
  const fallen = await startSandbox({ program });
  const app = createSandboxClient(fallen.socketPath);
  const result = await app.call({
    tenantId: "t",
    bundle: jobPlugin(""),
    point: "schedule.job",
    input: job,
    grants: [],
    config: {},
  });
  app.close();
  await fallen.close();
  expect(result.ok ? "" : result.error.message).toBe("the plugin failed: a\ufffd[2J⏎b");
  expect(result.logs).toEqual([{ level: "info", text: "c\ufffdd⏎e" }]);
});

/** A child's program as an attacker would have it, once he was out of the isolate. */
function fallenProgram(body: string): ChildProgram {
  const folder = mkdtempSync("/tmp/manifold-fallen-");
  fallenFolders.push(folder);
  const entry = path.join(folder, "main.mjs");
  writeFileSync(
    entry,
    `import { Socket } from "node:net";
    const socket = new Socket({ fd: 3, readable: true, writable: true });
    socket.on("close", () => process.exit(0)); socket.on("error", () => {}); socket.resume();
    const write = (bytes) => socket.write(bytes);
    const frame = (kind, call, head = "", body = "") => { const h = Buffer.from(head), b = Buffer.from(body), f = Buffer.alloc(13);
      f.writeUInt32LE(9 + h.length + b.length, 0); f[4] = kind; f.writeUInt32LE(call, 5); f.writeUInt32LE(h.length, 9); return Buffer.concat([f, h, b]); };
    const on = (kind, take) => { let all = Buffer.alloc(0); socket.on("data", (chunk) => { all = Buffer.concat([all, chunk]);
      while (all.length >= 4 && all.length >= 4 + all.readUInt32LE(0)) { const n = 4 + all.readUInt32LE(0), h = all.readUInt32LE(9);
        if (all[4] === kind) take(all.readUInt32LE(5), all.subarray(13, 13 + h).toString(), all.subarray(13 + h, n).toString()); all = all.subarray(n); } }); };
    const onCall = (take) => on(1, take); const onAnswer = (take) => on(5, take);
    ${body}`,
  );
  return { ...writeChildProgram(folder), entry };
}

describe.runIf(process.platform === "linux")("a child process", () => {
  const status = (pid: number) => readFileSync(`/proc/${pid}/status`, "utf8");
  const firstChild = async () =>
    (await client.status()).processes.find(({ pid }) => pid !== undefined)?.pid as number;

  test("has no environment but its zone, no file open beside its pipes, and ends nowhere near its secrets", async () => {
    const pid = await firstChild();
    expect(readFileSync(`/proc/${pid}/environ`, "utf8").replaceAll("\0", "")).toBe("TZ=UTC");
    const files = readdirSync(`/proc/${pid}/fd`).length;
    expect(files).toBeLessThan(48);
  });

  test.runIf(process.getuid?.() === 0)("has dropped root, with every capability", async () => {
    const text = status(await firstChild());
    expect(text).toMatch(/^Uid:\s+(6\d{4})\s+\1\s+\1\s+\1$/m);
    expect(text).toMatch(/^Groups:\s*$/m);
    expect(text).toMatch(/^CapEff:\s+0+$/m);
  });

  test("has what the confinement says that it has", async () => {
    const text = status(await firstChild());
    const { floors } = await client.health();
    if (floors.includes("no new privileges")) expect(text).toMatch(/^NoNewPrivs:\s+1$/m);
    if (floors.includes("network namespace")) {
      const pid = await firstChild();
      const routes = readFileSync(`/proc/${pid}/net/route`, "utf8").trim().split("\n");
      expect(routes).toHaveLength(1);
    }
  });
});

/** A process that has ended but was not yet collected by its parent (Z) runs no more. */
function isRunning(pid: number): boolean {
  const state = spawnSync("ps", ["-o", "stat=", "-p", String(pid)])
    .stdout.toString()
    .trim();
  return state !== "" && !state.startsWith("Z");
}

describe("the sandbox process", () => {
  const folders: string[] = [];
  const started: ChildProcess[] = [];
  const start = (folder: string): ChildProcess => {
    const entry = path.resolve(import.meta.dirname, "process.ts");
    const one = spawn(process.execPath, ["--no-node-snapshot", "--no-warnings", entry], {
      env: { ...process.env, MANIFOLD_SOCKET_DIR: folder, MANIFOLD_SANDBOX_CHILDREN: "3" },
      stdio: "ignore",
    });
    started.push(one);
    return one;
  };
  const folderFor = () => {
    const folder = mkdtempSync("/tmp/manifold-role-");
    folders.push(folder);
    return folder;
  };
  const ended = (one: ChildProcess) =>
    new Promise<number | null>((done) =>
      one.exitCode === null ? one.once("exit", done) : done(one.exitCode),
    );
  afterEach(() => {
    for (const one of started.splice(0)) one.kill("SIGKILL");
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  test("answers health, is reached again after kill -9, ends cleanly on SIGTERM and leaves no child", async () => {
    const folder = folderFor();
    const socketPath = path.join(folder, "sandbox.sock");
    const app = createSandboxClient(socketPath);
    const bundle = jobPlugin(`return { done: true };`);
    const ask = () =>
      app.call({ tenantId: "t", bundle, point: "schedule.job", input: job, grants: [], config: {} });

    const first = start(folder);
    expect(await app.health()).toMatchObject({ healthy: true, pid: first.pid });
    expect((await ask()).ok).toBe(true);
    const orphans = (await app.status()).processes.map(({ pid }) => pid as number);
    first.kill("SIGKILL");
    await ended(first);
    const pending = ask();
    const second = start(folder);
    expect((await pending).ok).toBe(true);
    const { processes } = await app.status();

    second.kill("SIGTERM");
    expect(await ended(second)).toBe(0);
    expect(existsSync(socketPath)).toBe(false);
    for (const pid of [...orphans, ...processes.map(({ pid }) => pid as number)]) {
      await expect.poll(() => isRunning(pid), { timeout: 5_000, message: `process ${pid}` }).toBe(false);
    }
    app.close();
  }, 30_000);

  test("lets a running call end on SIGTERM, and the next process takes the calls that come", async () => {
    const folder = folderFor();
    const app = createSandboxClient(path.join(folder, "sandbox.sock"), {
      ports: { storage: { get: () => sleep(400, "late"), put: async () => {} } },
    });
    const first = start(folder);
    await app.health();
    const requests = [{ capability: "storage.get" }];
    const bundle = jobPlugin(
      `if (input.job === "quick") return { done: true }; const { value } = await host.storage.get({ key: "a" }); return { done: true, note: value };`,
      requests,
    );
    const ask = (name: string) =>
      app.call({
        tenantId: "t",
        bundle,
        point: "schedule.job",
        input: { ...job, job: name },
        grants: requests,
        config: {},
      });
    expect((await ask("quick")).ok).toBe(true);
    const running = ask("slow");
    await sleep(100);
    first.kill("SIGTERM");
    await sleep(50);
    const later = ask("quick");
    expect(await running).toMatchObject({ ok: true, output: { note: "late" } });
    expect(await ended(first)).toBe(0);
    const second = start(folder);
    expect((await later).ok).toBe(true);
    second.kill("SIGTERM");
    expect(await ended(second)).toBe(0);
    app.close();
  }, 30_000);

  test("refuses to serve a socket that another one serves", async () => {
    const folder = folderFor();
    start(folder);
    const app = createSandboxClient(path.join(folder, "sandbox.sock"));
    await app.health();
    expect(await ended(start(folder))).toBe(1);
    expect((await app.health()).healthy).toBe(true);
    app.close();
  }, 20_000);

  test("a client without a sandbox says so", async () => {
    const app = createSandboxClient(path.join(folderFor(), "sandbox.sock"), { connectTimeoutMs: 100 });
    const result = await app.call({
      tenantId: "t",
      bundle: jobPlugin(""),
      point: "schedule.job",
      input: job,
      grants: [],
      config: {},
    });
    expect(result).toMatchObject({ ok: false, error: { code: "SANDBOX_UNAVAILABLE", status: 503 } });
  });
});
