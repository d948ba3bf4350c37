import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, withIdentity, withTenantSql } from "#app/platform/database.ts";
import { remember } from "#app/platform/remember.ts";
import { startBillRun } from "#app/services/bill-run/start-bill-run.ts";
import { workBillRun } from "#app/services/bill-run/work-bill-run.ts";
import { createPublisherKey, packBundle } from "#sandbox/authoring/pack.ts";
import { type Bundle, makeBundle } from "#sandbox/bundle.ts";
import { createSandboxClient } from "#sandbox/client.ts";
import { type RunningSandbox, startSandbox } from "#sandbox/local.ts";
import type { Item, JsonObject } from "#schema/blueprint/item.ts";
import { testDatabase } from "#tests/database.ts";
import { balancesOf } from "#tests/fixtures/books.ts";
import { addManyAgreements, monthStarts } from "#tests/fixtures/many-agreements.ts";
import { addRelease } from "#tests/fixtures/release.ts";
import { FLAT_TARIFF, makeUtility, type TestUtility } from "#tests/fixtures/utility.ts";
import { listPublished, publishFirstParty, publishPackage } from "./registry.ts";
import { switchPlugin } from "./switch-plugin.ts";

// Real bills, a real sandbox with real child processes, plugins by their packages in the registry.

await testDatabase();
const now = () => new Date("2026-11-05T00:00:00Z");
const key = createPublisherKey();
let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ childrenMax: 4 });
  await remember("plugin.sandbox", () => createSandboxClient(sandbox.socketPath)).health();
  await publishFirstParty(now());
});
afterAll(async () => {
  await sandbox.close();
  await closeDatabase();
});

const published = async (id: string, charge: string): Promise<Bundle> => {
  const words = { "zh-CN": id, en: id };
  const bundle = makeBundle(
    {
      id,
      version: "1.0.0",
      name: words,
      description: words,
      publisher: "Test",
      licence: "MIT",
      points: ["tariff.charge"],
      capabilities: [],
      configuration: [],
      items: [],
    },
    `import { definePlugin } from "@manifold/sdk";
     export default definePlugin({ hooks: { "tariff.charge": ${charge} } });`,
  );
  await publishPackage(packBundle(bundle, key.privatePem), key.publicKey, now());
  return bundle;
};

const grantOf = (plugin: string, hash: string, configuration: JsonObject = {}): Item => ({
  kind: "grant",
  key: plugin,
  content: {
    label: { "zh-CN": "附加费", en: "Levy" },
    plugin,
    version: "1.0.0",
    hash,
    configuration,
  },
});

async function billed(slug: string, grants: readonly Item[]) {
  const utility = await makeUtility({ slug, tariffs: { flat: FLAT_TARIFF } });
  const tariff: Item = { kind: "tariff", key: "flat", content: FLAT_TARIFF as unknown as JsonObject };
  await addRelease(utility.scope, [tariff, ...grants], { now: new Date("2026-01-01") });
  await addManyAgreements(utility, {
    count: 12,
    tariff: "flat",
    registers: ["total"],
    reads: monthStarts("2026-10", 2),
  });
  await run(utility);
  return { utility, ...(await outcome(utility)) };
}

async function run(utility: TestUtility): Promise<void> {
  const { billRunId } = await startBillRun(utility.scope, {
    period: "2026-10",
    inBackground: false,
    now: now(),
    chunkSize: 5,
  });
  await workBillRun(utility.scope, billRunId, { now });
}

async function outcome({ scope, tenantId }: TestUtility) {
  return withTenantSql(scope, async (sql) => {
    const rows = async <Row extends object>(text: string) =>
      (await sql.query<Row & { [name: string]: unknown }>(text, [tenantId])).rows;
    return {
      bills: await rows<{ total: string; lines: string }>(
        `SELECT b.total::text, string_agg(l.code || ' ' || l.amount::text, ', ' ORDER BY l.number) AS lines
         FROM bill b JOIN bill_line l ON l.tenant_id = $1 AND l.bill_id = b.id WHERE b.tenant_id = $1 GROUP BY b.id, b.total`,
      ),
      exceptions: await rows<{ code: string; count: string }>(
        "SELECT code, count(*)::int AS count FROM bill_exception WHERE tenant_id = $1 AND resolution IS NULL GROUP BY code ORDER BY code",
      ),
      calls: await rows<{ plugin_id: string; error_code: string | null; item_count: number; cpu_ms: number }>(
        "SELECT plugin_id, error_code, item_count, cpu_ms FROM plugin_call WHERE tenant_id = $1 ORDER BY id",
      ),
    };
  });
}

const levyHash = async () => (await listPublished()).find(({ id }) => id === "levy")?.hash ?? "";

describe("a plugin that charges bills", () => {
  it("B40 adds its line to every bill, booked and explained; each call is kept", async () => {
    const { utility, bills, exceptions, calls } = await billed("levied", [
      grantOf("levy", await levyHash(), { rate: "0.02" }),
    ]);
    expect(exceptions).toEqual([]);
    expect(bills).toHaveLength(12);
    for (const { total, lines } of bills) {
      const [, energy, levy] = /^energy (\S+), levy\.levy (\S+)$/.exec(lines) ?? [];
      expect(Number(total).toFixed(2)).toBe((Number(energy) + Number(levy)).toFixed(2));
      expect(Number(levy)).toBeGreaterThan(0);
    }
    expect(calls.map(({ plugin_id, error_code, item_count }) => [plugin_id, error_code, item_count])).toEqual(
      [
        ["levy", null, 5],
        ["levy", null, 5],
        ["levy", null, 2],
      ],
    );
    const { ledger, recomputed } = await balancesOf(utility);
    expect(ledger).toEqual(recomputed);
    const levied = bills.reduce((sum, { lines }) => sum + Number(/levy\.levy (\S+)/.exec(lines)?.[1]), 0);
    expect((-Number(ledger["2241.01"])).toFixed(2)).toBe(levied.toFixed(2));
  });

  it.each([
    ["endless-loop", "() => { for (;;) {} }", "PLUGIN_CPU_EXCEEDED"],
    ["endless-promise", "() => new Promise(() => {})", "PLUGIN_NEVER_ANSWERS"],
    [
      "memory-bomb",
      "() => { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)); }",
      "PLUGIN_MEMORY_EXCEEDED",
    ],
    [
      "half-cent",
      "(bills) => bills.map(() => ({ lines: [{ code: 'x', amount: '0.005' }] }))",
      "PLUGIN_CHARGE_NOT_PAYABLE",
    ],
  ])("%s: no bill is made wrong, nobody else waits, the utility sees why", async (id, hook, code) => {
    const bundle = await published(id, hook);
    const { bills, exceptions, calls } = await billed(id, [grantOf(id, bundle.hash)]);
    expect(bills).toEqual([]);
    expect(exceptions).toEqual([{ code, count: 12 }]);
    expect(calls.length).toBeGreaterThan(0);
    expect(
      (await billed(`${id}-neighbour`, [grantOf("levy", await levyHash(), { rate: "0.02" })])).bills,
    ).toHaveLength(12);
  });

  it("is not run when the utility has switched it off, and the bills wait for it", async () => {
    const grant = grantOf("levy", await levyHash(), { rate: "0.02" });
    const utility = await makeUtility({ slug: "switched", tariffs: { flat: FLAT_TARIFF } });
    await addRelease(utility.scope, [
      { kind: "tariff", key: "flat", content: FLAT_TARIFF as unknown as JsonObject },
      grant,
    ]);
    await addManyAgreements(utility, {
      count: 3,
      tariff: "flat",
      registers: ["total"],
      reads: monthStarts("2026-10", 2),
    });
    await switchPlugin(utility.scope, { plugin: "levy", off: true, reason: "rate in dispute", now: now() });
    await run(utility);
    expect(await outcome(utility)).toMatchObject({
      bills: [],
      exceptions: [{ code: "PLUGIN_SWITCHED_OFF", count: 3 }],
    });
    await switchPlugin(utility.scope, { plugin: "levy", off: false, reason: "settled", now: now() });
    await run(utility);
    expect((await outcome(utility)).bills).toHaveLength(3);
  });

  it("is refused when the registry does not hold what the grant names, or holds something else by now", async () => {
    const utility = billed("unknown", [grantOf("levy", "0".repeat(64))]);
    await expect(utility).rejects.toMatchObject({ code: "PLUGIN_VERSION_UNKNOWN" });
    await expect(
      withIdentity((sql) => sql.query("UPDATE platform.plugin_version SET source = 'x'")),
    ).rejects.toThrow(/permission denied/);
  });
});
