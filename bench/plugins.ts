import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Bundle } from "#sandbox/bundle.ts";
import { createSandboxClient, type SandboxClient } from "#sandbox/client.ts";
import { startSandbox } from "#sandbox/local.ts";
import { testBundle } from "#sandbox/testing.ts";
import type { Row } from "./harness.ts";
import { BATCH, COLD_SOURCE, HOOK_BODY, itemAt, percentile, VALUES } from "./plugins/work.ts";

interface Bare {
  readonly singleMs: number;
  readonly single99Ms: number;
  readonly batchMs: number;
  readonly wideMs: number;
  readonly coldMs: number;
  readonly contextMs: number;
}

const BARE = "bare isolated-vm in one process";
const module = (hook: string, point = "meter.decode") => `export default { hooks: { "${point}": ${hook} } };`;
const LOOP_MS = 300;

/** Calls of plugins, every hop included (app → sandbox → child → isolate and back), beside isolated-vm alone. */
export default async function plugins(report: (row: Row) => void): Promise<void> {
  const bare = bareFigures();
  const sandbox = await startSandbox();
  const client = createSandboxClient(sandbox.socketPath);
  try {
    await singleCalls(client, bare, report);
    await batches(client, bare, report);
    await coldCalls(client, bare, report);
    await limits(client, report);
    await memory(client, report);
  } finally {
    client.close();
    await sandbox.close();
  }
}

async function singleCalls(client: SandboxClient, bare: Bare, report: (row: Row) => void): Promise<void> {
  for (const trust of ["first-party", "third-party"] as const) {
    const bundle = testBundle(module(HOOK_BODY), ["meter.decode"], [], { trust });
    const times = await timesMs(3_000, (at) => decode(client, bundle, [itemAt(at)]));
    const row = (share: number, base: number, goal: string): Row => ({
      name: `one JSON call, ${trust}, p${share * 100}`,
      value: percentile(times, share) * 1_000,
      unit: "µs",
      baseline: BARE,
      ratio: percentile(times, share) / base,
      goal,
    });
    report(row(0.5, bare.singleMs, "≤ 120 µs"));
    report(row(0.99, bare.single99Ms, "≤ 1,000 µs"));
  }
}

async function batches(client: SandboxClient, bare: Bare, report: (row: Row) => void): Promise<void> {
  const items = Array.from({ length: BATCH }, (_, at) => itemAt(at));
  const bundle = testBundle(module(HOOK_BODY), ["meter.decode"]);
  const times = await timesMs(60, () => decode(client, bundle, items));
  report({
    name: "an item of a JSON batch of 1,000, schema checked",
    value: (percentile(times, 0.5) * 1_000) / BATCH,
    unit: "µs",
    baseline: BARE,
    ratio: percentile(times, 0.5) / bare.batchMs,
    goal: "≤ 5 µs",
  });

  const forecast = testBundle(
    module(
      `({ history }) => { let sum = 0; for (const value of history) sum += value; return { mean: [sum / history.length] }; }`,
      "forecast.load",
    ),
    ["forecast.load"],
  );
  const input = {
    series: "a",
    unit: "kW",
    intervalMinutes: 15,
    from: "2026-03-02T00:00:00Z",
    history: [...VALUES],
    horizon: 1,
  };
  const wide = await timesMs(60, () =>
    client.call({
      tenantId: "bench",
      bundle: forecast,
      point: "forecast.load",
      input,
      grants: [],
      config: {},
    }),
  );
  report({
    name: "a value of a numeric series of 10,000",
    value: (percentile(wide, 0.5) * 1_000) / VALUES.length,
    unit: "µs",
    baseline: BARE,
    ratio: percentile(wide, 0.5) / bare.wideMs,
    goal: "≤ 1 µs",
  });
}

async function coldCalls(client: SandboxClient, bare: Bare, report: (row: Row) => void): Promise<void> {
  const cold = await timesMs(30, (at) =>
    decode(client, testBundle(COLD_SOURCE(at), ["meter.decode"]), [itemAt(0)]),
  );
  report({
    name: "a plugin never seen, to its first answer, p50",
    value: percentile(cold, 0.5),
    unit: "ms",
    baseline: `isolate, context, module by ${BARE}`,
    ratio: percentile(cold, 0.5) / bare.coldMs,
    goal: "≤ 30 ms",
  });
  const job = testBundle(module(`() => ({ done: true })`, "schedule.job"), ["schedule.job"]);
  const input = { job: "x", plannedAt: "2026-03-02T00:00:00Z", parameters: {} };
  const fresh = await timesMs(300, () =>
    client.call({ tenantId: "bench", bundle: job, point: "schedule.job", input, grants: [], config: {} }),
  );
  report({
    name: "one call in a context of its own, p50",
    value: percentile(fresh, 0.5),
    unit: "ms",
    baseline: `a context by ${BARE}`,
    ratio: percentile(fresh, 0.5) / bare.contextMs,
    goal: "≤ 1 ms from the warm pool",
  });
}

async function limits(client: SandboxClient, report: (row: Row) => void): Promise<void> {
  const endless = (at: number) =>
    client.call({
      tenantId: "hostile",
      bundle: testBundle(`/* ${at} */ ${module("() => { for (;;); }", "schedule.job")}`, ["schedule.job"]),
      point: "schedule.job",
      input: { job: "x", plannedAt: "2026-03-02T00:00:00Z", parameters: {} },
      grants: [],
      config: {},
      budget: { cpuMs: LOOP_MS, wallMs: LOOP_MS },
    });
  const stops = await timesMs(8, endless);
  report({
    name: "an endless loop, until its caller is told, p50",
    value: percentile(stops, 0.5),
    unit: "ms",
    baseline: `its budget of ${LOOP_MS} ms`,
    ratio: percentile(stops, 0.5) / LOOP_MS,
    goal: "≤ 1.2 ×",
  });

  const honest = testBundle(module(HOOK_BODY), ["meter.decode"], [], { trust: "first-party" });
  const quiet = percentile(await timesMs(1_500, (at) => decode(client, honest, [itemAt(at)])), 0.99);
  let attacking = true;
  const attack = (async () => {
    for (let at = 100; attacking; at++) await endless(at);
  })();
  const beside = percentile(await timesMs(1_500, (at) => decode(client, honest, [itemAt(at)])), 0.99);
  attacking = false;
  await attack;
  report({
    name: "a neighbour's p99 while another tenant loops",
    value: beside * 1_000,
    unit: "µs",
    baseline: "the same without the loop",
    ratio: beside / quiet,
    goal: "≤ 2 ×",
  });
}

async function memory(client: SandboxClient, report: (row: Row) => void): Promise<void> {
  const tenantId = "memory";
  const bundles = Array.from({ length: 21 }, (_, at) =>
    testBundle(COLD_SOURCE(1_000 + at), ["meter.decode"]),
  );
  const resident = async () => {
    const { processes } = await client.status();
    return processes.find(({ key }) => key === `tenant ${tenantId}`)?.residentBytes ?? 0;
  };
  await decode(client, bundles[0] as Bundle, [itemAt(0)], tenantId);
  await new Promise((done) => setTimeout(done, 100));
  const before = await resident();
  for (const bundle of bundles.slice(1)) await decode(client, bundle, [itemAt(0)], tenantId);
  await new Promise((done) => setTimeout(done, 100));
  const each = ((await resident()) - before) / (bundles.length - 1) / 1024 / 1024;
  report({
    name: "memory of a warm isolate with its plugin",
    value: each,
    unit: "MB",
    baseline: "the process of the first one",
    ratio: (each * 1024 * 1024) / before,
    goal: "≤ 1.5 MB",
  });
}

function decode(
  client: SandboxClient,
  bundle: Bundle,
  input: ReturnType<typeof itemAt>[],
  tenantId = "bench",
) {
  return client.call({ tenantId, bundle, point: "meter.decode", input, grants: [], config: {} });
}

/** Times of single calls one after the other, after a quarter as many to warm up. */
async function timesMs(count: number, work: (at: number) => Promise<unknown>): Promise<number[]> {
  const warmUp = Math.floor(count / 4);
  const times: number[] = [];
  for (let at = -warmUp; at < count; at++) {
    const startedMs = performance.now();
    await work(at);
    if (at >= 0) times.push(performance.now() - startedMs);
  }
  return times;
}

function bareFigures(): Bare {
  const file = path.join(import.meta.dirname, "plugins/bare-isolate.ts");
  return JSON.parse(
    execFileSync(process.execPath, ["--no-node-snapshot", "--no-warnings", file], { encoding: "utf8" }),
  ) as Bare;
}
