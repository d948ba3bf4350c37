import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, readTenant } from "#app/platform/database.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { type Pack, readPack } from "#schema/blueprint/pack.ts";
import { testDatabase } from "#tests/database.ts";
import { exportPack, findTenant } from "./export-pack.ts";
import { loadPack } from "./load-pack.ts";
import { filesOfFolder, packFolders, readPackFolder } from "./pack-folder.ts";
import { ReleaseRefused } from "./publish-release.ts";
import { compiledItem, currentRelease, releaseOf } from "./release.ts";

await testDatabase();

const TENANTS = path.resolve(import.meta.dirname, "../../../tenants");
const NOW = new Date("2026-03-01T00:00:00Z");

async function packOf(folder: string): Promise<Pack> {
  const { pack, faults, untidy } = await readPackFolder(folder);
  expect(faults.map((fault) => fault.toJSON())).toEqual([]);
  expect(untidy).toEqual([]);
  return pack as Pack;
}

describe("packs of the demo", () => {
  const scopes = new Map<string, Scope>();

  beforeAll(async () => {
    for (const folder of await packFolders(TENANTS)) {
      const loaded = await loadPack(await packOf(folder), { now: NOW });
      expect(loaded).toMatchObject({ published: true, release: { number: 1 } });
      scopes.set(loaded.slug, systemScope(loaded.tenantId));
    }
  });
  afterAll(closeDatabase);
  const scopeOf = (slug: string): Scope => scopes.get(slug) as Scope;

  it("are loaded upper tiers first", async () => {
    const order = (await packFolders(TENANTS)).map((folder) => path.basename(folder));
    expect(order.indexOf("qingjiang")).toBeLessThan(order.indexOf("linzhou"));
  });

  it("loaded a second time change nothing", async () => {
    for (const folder of await packFolders(TENANTS)) {
      const again = await loadPack(await packOf(folder), { now: new Date("2026-04-01T00:00:00Z") });
      expect(again).toMatchObject({ published: false, release: { number: 1 } });
    }
    const rows = await readTenant(
      scopeOf("linzhou"),
      "count",
      "SELECT published_at FROM release WHERE tenant_id = $1",
      [scopeOf("linzhou").tenantId],
    );
    expect(rows).toEqual([{ published_at: NOW }]);
  });

  it("cannot take a host from another utility, also under another name", async () => {
    const pack = await packOf(path.join(TENANTS, "linzhou-gas"));
    const other = { ...pack, tenant: { ...pack.tenant, slug: "pirates" } };
    await expect(loadPack(other, { now: NOW })).rejects.toMatchObject({
      code: "HOST_TAKEN",
      params: { slug: "linzhou-gas" },
    });
  });

  it("F4: come out byte for byte as they went in", async () => {
    for (const folder of await packFolders(TENANTS)) {
      const files = await filesOfFolder(folder);
      expect(await exportPack(path.basename(folder))).toEqual(new Map([...files].sort()));
    }
  });

  it("give the city the province's tariffs, with its own words where the province leaves them open", async () => {
    const [province, city] = [
      await currentRelease(scopeOf("qingjiang")),
      await currentRelease(scopeOf("linzhou")),
    ];
    const tariffOf = (release: typeof city, key: string) =>
      release.items.find((item) => item.kind === "tariff" && item.key === key);
    expect(tariffOf(city, "residential")).toEqual({
      ...tariffOf(province, "residential"),
      origin: "inherited",
    });
    const overridden = tariffOf(city, "residential-tou");
    expect(overridden?.origin).toBe("overridden");
    expect(overridden?.content).toMatchObject({ label: { "zh-CN": "临州居民峰谷电价（年阶梯）" } });
    expect(overridden?.content.charges).toEqual(tariffOf(province, "residential-tou")?.content.charges);
  });

  it("L1: refuse a city that changes a locked price, and keep what was in force", async () => {
    const folder = path.join(TENANTS, "linzhou");
    const files = new Map(await filesOfFolder(folder));
    files.set(
      "override/tariff.residential.yaml",
      'kind: tariff\nkey: residential\nset: { /charges/energy/price: "0.1" }\n',
    );
    const { pack } = readPack(files, itemKinds);
    const refused = await loadPack(pack as Pack, { now: NOW }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ReleaseRefused);
    expect((refused as ReleaseRefused).problems.map(({ code }) => code)).toEqual(["FIELD_LOCKED"]);
    expect((await currentRelease(scopeOf("linzhou"))).number).toBe(1);
  });

  it("compile each tariff once, whichever release asks", async () => {
    const one = await compiledItem(scopeOf("linzhou"), "tariff", "residential");
    const other = await compiledItem(scopeOf("qingjiang"), "tariff", "residential");
    expect(one.program).toBe(other.program);
    for (const slug of scopes.keys()) {
      const release = await currentRelease(scopeOf(slug));
      for (const item of release.items.filter(({ kind }) => kind === "tariff")) {
        expect((await compiledItem(scopeOf(slug), "tariff", item.key)).program).toBeDefined();
      }
    }
  });

  it("name the keys that there are when one is asked that is not", async () => {
    await expect(compiledItem(scopeOf("linzhou-gas"), "tariff", "gone")).rejects.toThrow(
      /residential, residential-boiler|residential-boiler, residential/,
    );
    await expect(releaseOf(scopeOf("linzhou"), 99)).rejects.toMatchObject({ code: "RELEASE_UNKNOWN" });
    await expect(findTenant("nowhere")).rejects.toThrow(/alder-bay, linzhou/);
  });

  it("make a new release of what changed, and the old one stays readable", async () => {
    const folder = path.join(TENANTS, "alder-bay");
    const pack = await packOf(folder);
    const changed: Pack = {
      ...pack,
      items: pack.items.filter(({ key }) => key !== "residential-tou-sample"),
    };
    expect(await loadPack(changed, { now: NOW })).toMatchObject({ published: true, release: { number: 2 } });
    expect((await currentRelease(scopeOf("alder-bay"))).items).toHaveLength(pack.items.length - 1);
    expect((await releaseOf(scopeOf("alder-bay"), 1)).items).toHaveLength(pack.items.length);
    expect(await loadPack(pack, { now: NOW })).toMatchObject({ published: true, release: { number: 3 } });
  });

  it("loaded by two at once give one release", async () => {
    const pack = await packOf(path.join(TENANTS, "linzhou-gas"));
    const changed: Pack = { ...pack, items: pack.items.filter(({ key }) => key !== "residential-boiler") };
    const results = await Promise.all([1, 2, 3].map(() => loadPack(changed, { now: NOW })));
    expect(results.filter(({ published }) => published)).toHaveLength(1);
    expect(new Set(results.map(({ release }) => release.number))).toEqual(new Set([2]));
  });

  it("cannot be read by the tenant beside it", async () => {
    const { tenantId } = scopeOf("linzhou");
    const rows = await readTenant(
      scopeOf("linzhou-gas"),
      "foreign",
      "SELECT 1 FROM blueprint_item WHERE tenant_id = $1",
      [tenantId],
    );
    expect(rows).toEqual([]);
  });
});
