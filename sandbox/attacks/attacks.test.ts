import vm from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonValue } from "#plugins/sdk/values.ts";
import type { Capability } from "../capabilities/capability.ts";
import { CAPABILITIES, capabilityTable } from "../capabilities/index.ts";
import { type CallResult, createSandboxClient, type SandboxClient } from "../client.ts";
import { type RunningSandbox, startSandbox } from "../local.ts";
import type { SandboxPorts } from "../ports.ts";
import { testBundle } from "../testing.ts";
import { ATTACK_BUDGET, type Attack, type AttackOutcome, CANARY, judge, moduleOf } from "./attack.ts";
import { addresses, confusion } from "./capabilities.ts";
import { constructors, errors, impostors } from "./escapes.ts";
import { memory, parser, time } from "./exhaustion.ts";
import { answers, floods } from "./traffic.ts";

const CLASSES = [
  constructors,
  errors,
  impostors,
  time,
  memory,
  parser,
  answers,
  floods,
  addresses,
  confusion,
];

/** Ports that give away everything they are asked for: only the sandbox stands between them and the plugin. */
const generousPorts: SandboxPorts = {
  records: {
    read: async () => ({
      rows: [{ kwh: 1, day: "2026-01-01", name: CANARY, phone: CANARY }],
      next: undefined,
    }),
  },
  storage: {
    get: (call, key) =>
      key === "never"
        ? new Promise<undefined>((_, reject) =>
            call.signal.addEventListener("abort", () => reject(new Error("gone"))),
          )
        : Promise.resolve<JsonValue>(key === "large" ? "x".repeat(500_000) : 1),
    put: async () => {},
  },
  secrets: { has: async () => true, reveal: async () => CANARY },
  http: { fetch: async () => ({ status: 200, headers: {}, body: "reached" }) },
};

/** Runs an attack through a client of a sandbox. */
async function attackThrough(client: SandboxClient, attack: Attack): Promise<AttackOutcome> {
  const requests = attack.requests ?? [];
  const result = await client.call({
    tenantId: "attacker",
    bundle: testBundle(moduleOf(attack), [attack.point ?? "schedule.job"], requests),
    point: attack.point ?? "schedule.job",
    input: (attack.input ?? { job: "x", plannedAt: "2026-01-01T00:00:00Z", parameters: { a: 1 } }) as never,
    grants: attack.approved ?? requests,
    config: {},
    budget: { ...budgetFor(attack), ...attack.budget },
  });
  return outcomeOf(result);
}

/** Short where time is the attack; else so long that a busy machine cannot make an end of its own. */
function budgetFor({ ends }: Attack): typeof ATTACK_BUDGET {
  if (ends.includes("PLUGIN_CPU_EXCEEDED")) return ATTACK_BUDGET;
  return ends.includes("PLUGIN_TIMED_OUT")
    ? { ...ATTACK_BUDGET, cpuMs: 3_000 }
    : { ...ATTACK_BUDGET, cpuMs: 3_000, wallMs: 3_000 };
}

function outcomeOf(result: CallResult<unknown>): AttackOutcome {
  const logs = result.logs.map((line) => line.text);
  if (result.ok) return { ok: true, code: "", output: result.output, texts: logs };
  const { error, stack } = result;
  return { ok: false, code: error.code, output: undefined, texts: [...logs, error.message, stack ?? ""] };
}

let sandbox: RunningSandbox;
let client: SandboxClient;
let neighbour: () => Promise<CallResult<unknown>>;

beforeAll(async () => {
  process.env.MANIFOLD_CANARY = CANARY;
  sandbox = await startSandbox({
    conduct: { strikesMax: 1e9, windowMs: 1, quarantineMs: 1, quarantineMsMax: 1, tenantDayCpuMsMax: 1e9 },
  });
  client = createSandboxClient(sandbox.socketPath, { ports: generousPorts });
  const honest = testBundle(
    `export default { hooks: { "form.validate": ({ record }) => ({ problems: [{ field: String(record.a + 1), words: { "zh-CN": "x", en: "x" } }] }) } };`,
    ["form.validate"],
  );
  neighbour = () =>
    client.call({
      tenantId: "neighbour",
      bundle: honest,
      point: "form.validate",
      input: { form: "f", locale: "en", record: { a: 41 } },
      grants: [],
      config: {},
    });
  await neighbour();
}, 30_000);

afterAll(async () => {
  delete process.env.MANIFOLD_CANARY;
  client.close();
  await sandbox.close();
});

describe.each(CLASSES)("$name", ({ attacks }) => {
  test.each(attacks as Attack[])(
    "$name",
    async (attack) => {
      const startedMs = performance.now();
      const [outcome, beside] = await Promise.all([attackThrough(client, attack), neighbour()]);
      const verdict = judge(attack, outcome);
      expect(verdict.contained, verdict.why).toBe(true);
      // The neighbour has its answer, during the attack and after it.
      for (const answer of [beside, await neighbour()]) {
        expect(answer.ok ? answer.output : answer.error).toMatchObject({ problems: [{ field: "42" }] });
      }
      // Never unbounded; the exact limits are measured in bench/.
      expect(performance.now() - startedMs).toBeLessThan(30_000);
    },
    60_000,
  );
});

test("names of attacks are unique, so that a failure names one", () => {
  const names = CLASSES.flatMap(({ name, attacks }) => attacks.map((attack) => `${name}: ${attack.name}`));
  expect(new Set(names).size).toBe(names.length);
});

describe("the suite would notice an escape", () => {
  const contained = async (attacks: readonly Attack[], run: (attack: Attack) => Promise<AttackOutcome>) => {
    const verdicts: string[] = [];
    for (const attack of attacks) {
      const { contained: isContained, why } = judge(attack, await run(attack));
      if (!isContained) verdicts.push(`${attack.name}: ${why}`);
    }
    return verdicts;
  };

  test("with node:vm in place of an isolate, plugins reach Node", async () => {
    const bodies = constructors.attacks.filter(({ code }) => code !== undefined);
    const escapes = await contained(bodies, attackInNodeVm);
    expect(escapes.length).toBeGreaterThan(8);
    expect(escapes.join("\n")).toContain("leads to process");
  });

  test("without grant checks, capabilities are abused", async () => {
    const rows = CAPABILITIES.map((row) => (row.runs === "app" ? { ...row, refuses: () => undefined } : row));
    const open = capabilityTable(rows as unknown as readonly Capability[]);
    const broken = createSandboxClient(sandbox.socketPath, { ports: generousPorts, capabilities: open });
    const run = (attack: Attack) => attackThrough(broken, attack);
    const escapes = [
      ...(await contained(addresses.attacks, run)),
      ...(await contained(confusion.attacks, run)),
    ];
    broken.close();
    expect(escapes.length).toBeGreaterThan(20);
    expect(escapes.join("\n")).toContain("metadata of a cloud");
    expect(escapes.join("\n")).toContain("field that was not granted");
  });

  test("without a proof by a second run, a charge that depends on order passes", async () => {
    const attack = answers.attacks.find(
      ({ name }) => name === "a charge that depends on what came before it",
    );
    const result = await client.call({
      tenantId: "attacker",
      bundle: testBundle(moduleOf(attack as Attack), ["tariff.charge"]),
      point: "tariff.charge",
      input: attack?.input as never,
      grants: [],
      config: {},
      prove: false,
    });
    expect(judge(attack as Attack, outcomeOf(result)).contained).toBe(false);
  });
});

/** What many have taken for a sandbox: a context of node:vm in the host's own process. */
async function attackInNodeVm(attack: Attack): Promise<AttackOutcome> {
  const host = {
    log: () => {},
    storage: { get: async () => ({ value: 1 }) },
  };
  const context = vm.createContext({
    host,
    input: { job: "x", parameters: { a: 1 } },
    definePlugin: (plugin: unknown) => plugin,
  });
  const script = moduleOf(attack)
    .replace(/^import .*$/m, "")
    .replaceAll(/\bawait import\([^)]*\)/g, "undefined")
    .replaceAll("import.meta", "({})")
    .replace("export default", "globalThis.plugin =");
  try {
    vm.runInContext(script, context, { timeout: 200 });
    const output = await (vm.runInContext(`plugin.hooks["schedule.job"](input, { host })`, context, {
      timeout: 200,
    }) as Promise<unknown>);
    return { ok: true, code: "", output, texts: [] };
  } catch (error) {
    return { ok: false, code: "PLUGIN_FAILED", output: undefined, texts: [String(error)] };
  }
}
