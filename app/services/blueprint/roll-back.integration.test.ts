import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDatabase, readTenant } from "#app/platform/database.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import type { Pack } from "#schema/blueprint/pack.ts";
import type { TariffInput } from "#schema/blueprint/tariff/schema.ts";
import { testDatabase } from "#tests/database.ts";
import { addPostedBill } from "#tests/fixtures/posted-bill.ts";
import { addRelease } from "#tests/fixtures/release.ts";
import { addAgreement, makeUtility } from "#tests/fixtures/utility.ts";
import { compareReleases } from "./compare-releases.ts";
import { listReleases } from "./list-releases.ts";
import { loadPack } from "./load-pack.ts";
import { currentRelease } from "./release.ts";
import { rollBack } from "./roll-back.ts";

await testDatabase();
afterAll(closeDatabase);

const NOW = new Date("2026-03-01T00:00:00Z");
const packWith = (slug: string, longest: string): Pack => ({
  tenant: {
    slug,
    name: { "zh-CN": slug, en: slug },
    kind: "power",
    tier: "city",
    timezone: "Asia/Shanghai",
    currency: "CNY",
    locale: "zh-CN",
    brand: { color: "#0a5c78", shortName: { "zh-CN": slug, en: slug } },
  },
  items: [
    {
      kind: "estimation",
      key: "standard",
      content: { label: { "zh-CN": "规则", en: "Rules" }, estimation: { longest } },
    },
  ],
});

let scope: Scope;
beforeAll(async () => {
  const { tenantId } = await loadPack(packWith("going-back", "PT2H"), { now: NOW });
  scope = systemScope(tenantId);
  await loadPack(packWith("going-back", "PT4H"), { now: NOW });
});

it("D1: says in words what changed between two releases", async () => {
  const changes = await compareReleases(scope, { from: 1, to: 2 });
  expect(changes).toMatchObject([{ kind: "estimation", key: "standard", change: "changed" }]);
  expect(changes[0]?.words[0]?.en).toContain("PT2H → PT4H");
});

it("R5: selects an older release at once, keeps every release, and leaves a trace", async () => {
  expect(await rollBack(scope, { number: 1, now: NOW })).toEqual({ from: 2, to: 1 });
  expect((await currentRelease(scope)).number).toBe(1);
  const { releases } = await listReleases(scope);
  expect(releases.map(({ number, current }) => [number, current])).toEqual([
    [2, false],
    [1, true],
  ]);
  const trail = await readTenant(
    scope,
    "trail",
    "SELECT before, after FROM audit_entry WHERE tenant_id = $1 AND action = 'roll-back'",
    [scope.tenantId],
  );
  expect(trail).toEqual([{ before: { release: 2 }, after: { release: 1 } }]);
});

it("refuses what is in force, what does not exist, and what belongs to another utility", async () => {
  await expect(rollBack(scope, { number: 1, now: NOW })).rejects.toMatchObject({ code: "RELEASE_IN_FORCE" });
  await expect(rollBack(scope, { number: 9, now: NOW })).rejects.toMatchObject({ code: "RELEASE_UNKNOWN" });
  const { tenantId } = await loadPack(packWith("next-door", "PT1H"), { now: NOW });
  await expect(rollBack(systemScope(tenantId), { number: 2, now: NOW })).rejects.toMatchObject({
    code: "RELEASE_UNKNOWN",
  });
});

it("R5: does not withdraw a tariff by which a bill was posted", async () => {
  const flat = (price: string): TariffInput => ({
    label: { "zh-CN": "单一电价", en: "Flat" },
    utility: "power",
    currency: "CNY",
    charges: [{ type: "energy", code: "energy", label: { "zh-CN": "电费", en: "Energy" }, price }],
  });
  const utility = await makeUtility({ slug: "billed", tariffs: { flat: flat("1") } });
  // Another release, which does not hold the tariff.
  await addRelease(utility.scope, []);
  await rollBack(utility.scope, { number: 1, now: NOW });
  await addPostedBill(utility, await addAgreement(utility, { number: "1", tariff: "flat" }), "100.00");
  await expect(rollBack(utility.scope, { number: 2, now: NOW })).rejects.toMatchObject({
    code: "TARIFF_IN_USE",
    params: { bills: 1, tariffs: "flat" },
  });
  expect((await currentRelease(utility.scope)).number).toBe(1);
});
