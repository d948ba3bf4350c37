import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDatabase } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import type { Item, JsonObject } from "#schema/blueprint/item.ts";
import { testDatabase } from "#tests/database.ts";
import { FLAT_TARIFF } from "#tests/fixtures/utility.ts";
import { makeTenant } from "#tests/world.ts";
import { publishRelease } from "./publish-release.ts";
import { currentRelease } from "./release.ts";
import { reportDrift } from "./report-drift.ts";
import { showProposal } from "./show-proposal.ts";
import { applyUpgrade, showUpgrade } from "./upgrade.ts";

await testDatabase();
afterAll(closeDatabase);

const NOW = new Date("2026-03-01T08:00:00Z");
const words = (text: string) => ({ "zh-CN": text, en: text });
const tariff = (more: JsonObject = {}): Item => ({
  kind: "tariff",
  key: "flat",
  content: { ...(FLAT_TARIFF as unknown as JsonObject), ...more },
});
const rules = (longest: string): Item => ({
  kind: "estimation",
  key: "standard",
  content: { label: words("Rules"), estimation: { longest } },
});
const override = (kind: string, key: string, set: JsonObject): Item => ({
  kind: "override",
  key: `${kind}.${key}`,
  content: { kind, key, set },
});
const lock: Item = {
  kind: "lock",
  key: "rules",
  content: { kind: "estimation", paths: ["/estimation"], reason: words("one rule for all cities") },
};

let province: Scope;
let city: Scope;
let county: Scope;
beforeAll(async () => {
  const above = await makeTenant("above", "power", "province");
  const below = await makeTenant("below", "power", "city", above.id);
  const lowest = await makeTenant("lowest", "power", "county", below.id);
  const readable = [above.id, below.id, lowest.id];
  province = { ...systemScope(above.id), readable };
  city = systemScope(below.id);
  county = systemScope(lowest.id);
  await publishRelease(province, { items: [tariff(), rules("PT2H")], now: NOW });
  const own = [override("estimation", "standard", { "/estimation/longest": "PT4H", "/label/en": "Ours" })];
  await publishRelease(city, { items: own, now: NOW });
  await publishRelease(county, { items: [], now: NOW });
});

it("U1: is offered once the upper tier published, and nothing happens below before it is taken", async () => {
  expect(await showUpgrade(city)).toEqual({ state: "current", from: 1 });
  await publishRelease(province, { items: [tariff({ currency: "USD" }), rules("PT1H"), lock], now: NOW });
  expect((await currentRelease(city)).items.find(({ kind }) => kind === "tariff")?.content.currency).toBe(
    "CNY",
  );
  const offer = await showUpgrade(city);
  expect(offer).toMatchObject({
    state: "offered",
    from: 1,
    to: 2,
    needsApproval: false,
    conflicts: [
      { path: "/estimation/longest", reason: "locked", base: "PT2H", theirs: "PT1H", mine: "PT4H" },
    ],
  });
});

it("tells the upper tier who differs where and who has not upgraded", async () => {
  expect(await reportDrift(province)).toMatchObject([
    {
      slug: "below",
      standsOn: 1,
      upperRelease: 2,
      behind: 1,
      overridden: [{ item: "estimation/standard", paths: ["/estimation/longest", "/label/en"] }],
    },
    { slug: "lowest", standsOn: 1, upperRelease: 1, behind: 0, overridden: [], own: [] },
  ]);
  // Who reads only itself learns of nobody.
  expect(await reportDrift({ ...province, readable: [province.tenantId] })).toEqual([]);
});

it("publishing one's own changes stays on the release that one stands on", async () => {
  const own = [override("estimation", "standard", { "/estimation/longest": "PT3H", "/label/en": "Ours" })];
  await publishRelease(city, { items: own, now: NOW });
  expect(await currentRelease(city)).toMatchObject({ number: 2, parentNumber: 1 });
});

it("U5: refuses while a conflict is open, then stands on the new release with what was settled", async () => {
  await expect(applyUpgrade(city, { to: 2, settled: {}, note: "", now: NOW })).rejects.toMatchObject({
    code: "UPGRADE_UNSETTLED",
  });
  const settled = { "override/estimation.standard/estimation/longest": "theirs" as const };
  expect(await applyUpgrade(city, { to: 2, settled, note: "spring", now: NOW })).toEqual({
    number: 3,
    proposalId: null,
  });
  const { items, parentNumber } = await currentRelease(city);
  expect(parentNumber).toBe(2);
  expect(items.find(({ kind }) => kind === "estimation")).toMatchObject({
    origin: "overridden",
    content: { label: { en: "Ours" }, estimation: { longest: "PT1H" } },
  });
  expect(items.find(({ kind }) => kind === "tariff")?.content.currency).toBe("USD");
  await expect(applyUpgrade(city, { to: 2, settled, note: "", now: NOW })).rejects.toMatchObject({
    code: "UPGRADE_GONE",
  });
  // The county below is offered what the city stands on now.
  expect(await showUpgrade(county)).toMatchObject({ state: "offered", from: 1, to: 3 });
});

it("becomes a proposal where it changes one's own overrides of money", async () => {
  await publishRelease(city, {
    items: [override("tariff", "flat", { "/label/en": "City tariff" })],
    now: NOW,
  });
  await publishRelease(province, { items: [tariff({ label: words("Renamed") }), rules("PT1H")], now: NOW });
  const staff: Scope = { ...city, actor: { kind: "staff", id: newId(), name: "Ann" } };
  const settled = { "override/tariff.flat/label/en": "theirs" as const };
  const { number, proposalId } = await applyUpgrade(staff, { to: 3, settled, note: "", now: NOW });
  expect(number).toBeNull();
  expect(await showProposal(staff, { proposalId: proposalId ?? "" })).toMatchObject({
    guarded: ["override/tariff.flat"],
    parentNumber: 3,
  });
});
