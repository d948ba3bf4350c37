import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDatabase } from "#app/platform/database.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { type Pack, readPack } from "#schema/blueprint/pack.ts";
import { testDatabase } from "#tests/database.ts";
import { makeTenant } from "#tests/world.ts";
import { applyItems, diffItems, scopeOfTenant } from "./apply-items.ts";
import { itemsOfBundle, makeBundle, readBundle, standingOfBundle } from "./bundle.ts";
import { exportPack } from "./export-pack.ts";
import { loadPack } from "./load-pack.ts";
import { readPackFolder } from "./pack-folder.ts";
import { currentRelease } from "./release.ts";
import { listProposals } from "./show-proposal.ts";

await testDatabase();
afterAll(closeDatabase);

const NOW = new Date("2026-03-01T00:00:00Z");
const packOf = async (slug: string): Promise<Pack> => {
  const { pack } = await readPackFolder(path.resolve(import.meta.dirname, "../../../tenants", slug));
  return pack as Pack;
};
const asked = { note: "", propose: false, now: NOW };

beforeAll(async () => {
  await loadPack(await packOf("linzhou-gas"), { now: NOW });
  await loadPack(await packOf("qingjiang"), { now: NOW });
  await loadPack(await packOf("linzhou"), { now: NOW });
  await makeTenant("empty", "gas", "city");
});

it("F4: export and apply on an empty tenant give the same hash, and the same bytes again", async () => {
  const files = await exportPack("linzhou-gas");
  const { pack } = readPack(files, itemKinds);
  const scope = await scopeOfTenant("empty");
  const applied = await applyItems(scope, { ...asked, items: pack?.items ?? [], standing: "same" });
  expect(applied.hash).toBe((await currentRelease(await scopeOfTenant("linzhou-gas"))).hash);
  expect(await applyItems(scope, { ...asked, items: pack?.items ?? [], standing: "same" })).toMatchObject({
    number: 1,
    published: false,
  });
  const again = await exportPack("linzhou-gas");
  expect(again).toEqual(files);
});

it("D1: says in words what applying would change", async () => {
  const pack = await packOf("linzhou-gas");
  const scope = await scopeOfTenant("linzhou-gas");
  expect(await diffItems(scope, pack.items)).toEqual({ changes: [], problems: [] });
  const fewer = pack.items.filter(({ key }) => key !== "low-battery");
  expect((await diffItems(scope, fewer)).changes).toMatchObject([
    { kind: "alarm", key: "low-battery", change: "removed" },
  ]);
});

it("R7: carries a release to another tenant as a signed bundle", async () => {
  await makeTenant("production", "gas", "city");
  const text = await makeBundle("linzhou-gas");
  const scope = await scopeOfTenant("production");
  const bundle = readBundle(text);
  expect(await standingOfBundle(scope, bundle)).toBeNull();
  const applied = await applyItems(scope, { ...asked, items: itemsOfBundle(bundle), standing: "same" });
  expect(applied.hash).toBe(bundle.hash);
});

it("R7: lets a bundle stand only on the upper release that it was made on", async () => {
  const bundle = readBundle(await makeBundle("linzhou"));
  const city = await scopeOfTenant("linzhou");
  const standing = (await standingOfBundle(city, bundle)) ?? "same";
  expect(standing).toBe(1);
  await expect(standingOfBundle(await scopeOfTenant("empty"), bundle)).rejects.toMatchObject({
    code: "BUNDLE_UPPER_MISSING",
  });
});

it("R7: refuses a bundle that is broken, changed, or signed by nobody we know", async () => {
  const text = await makeBundle("linzhou-gas");
  const changed = JSON.stringify({ ...JSON.parse(text), tenant: "elsewhere" });
  const foreign = JSON.stringify({ ...JSON.parse(text), keyId: "0123456789abcdef" });
  const cases = [
    ["{", "BUNDLE_BROKEN"],
    ["{}", "BUNDLE_BROKEN"],
    [changed, "BUNDLE_FORGED"],
    [foreign, "BUNDLE_KEY_UNKNOWN"],
  ] as const;
  for (const [broken, code] of cases) {
    expect(() => readBundle(broken)).toThrowError(expect.objectContaining({ code }));
  }
});

it("can be sent for review from the command line", async () => {
  const pack = await packOf("linzhou-gas");
  const scope = await scopeOfTenant("linzhou-gas");
  const fewer = pack.items.filter(({ key }) => key !== "low-battery");
  const { proposalId } = await applyItems(scope, { ...asked, propose: true, items: fewer, standing: "same" });
  expect(await listProposals(scope)).toMatchObject([
    { id: proposalId, state: "open", proposedByName: "manifold tenant" },
  ]);
});
