import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, readTenant, withOwnerSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import type { Item, JsonObject } from "#schema/blueprint/item.ts";
import { testDatabase } from "#tests/database.ts";
import { addAgreement, makeUtility, type TestUtility } from "#tests/fixtures/utility.ts";
import { checkItems } from "./check-items.ts";
import { decideProposal, withdrawProposal } from "./decide-proposal.ts";
import { ownItems } from "./own-items.ts";
import { proposeRelease } from "./propose-release.ts";
import { publishProposal } from "./publish-proposal.ts";
import { publishRelease, ReleaseRefused } from "./publish-release.ts";
import { currentRelease, releaseOf } from "./release.ts";
import { listProposals, showProposal } from "./show-proposal.ts";
import { signReleases, verifyReleases } from "./verify-releases.ts";

await testDatabase();
afterAll(closeDatabase);

const NOW = new Date("2026-03-01T08:00:00Z");
const label = { "zh-CN": "单一电价", en: "Flat" };
const flat = (price: string): Item => ({
  kind: "tariff",
  key: "flat",
  content: {
    label,
    utility: "power",
    currency: "CNY",
    charges: [{ type: "energy", code: "energy", label, price }],
  },
});
const rules = (longest: string): Item => ({
  kind: "estimation",
  key: "standard",
  content: { label, estimation: { longest } } as JsonObject,
});

let utility: TestUtility;
let ann: Scope;
let bob: Scope;
beforeAll(async () => {
  utility = await makeUtility({ slug: "publishing", tariffs: { flat: flat("1").content as never } });
  const staff = (name: string): Scope => ({
    ...systemScope(utility.tenantId),
    actor: { kind: "staff", id: newId(), name },
  });
  [ann, bob] = [staff("Ann"), staff("Bob")];
});

describe("publishing", () => {
  it("R1 R4: puts what concerns neither money nor safety in force at once, numbered and signed", async () => {
    const items = [...(await ownItems(ann)), rules("PT4H")];
    expect(await publishRelease(ann, { items, base: 1, note: "wider gaps", now: NOW })).toMatchObject({
      number: 2,
      published: true,
    });
    const release = await currentRelease(ann);
    expect(release.items.map(({ kind, key }) => `${kind}/${key}`)).toEqual([
      "estimation/standard",
      "tariff/flat",
    ]);
    const [row] = await readTenant(
      ann,
      "signed",
      "SELECT note, published_by AS by, signature FROM release WHERE tenant_id = $1 AND number = 2",
      [ann.tenantId],
    );
    expect(row).toMatchObject({ note: "wider gaps", by: ann.actor.id });
    expect(row?.signature).toMatch(/^[A-Za-z0-9+/]{86}==$/);
    // The same again is not another release.
    expect(await publishRelease(ann, { items, now: NOW })).toMatchObject({ number: 2, published: false });
  });

  it("R2: refuses what is wrong, with every problem, and changes nothing", async () => {
    const wrong = [flat("1"), { ...rules("PT4H"), content: { label, estimation: { longest: "P3D" } } }];
    const refused = await publishRelease(ann, { items: wrong, now: NOW }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ReleaseRefused);
    expect((refused as ReleaseRefused).problems).toMatchObject([
      { item: "estimation/standard", path: "/estimation/longest", code: "ITEM_INVALID" },
    ]);
    expect((await currentRelease(ann)).number).toBe(2);
  });

  it("R2: refuses what was made on a release that is no longer in force", async () => {
    await expect(
      publishRelease(ann, { items: [flat("1"), rules("PT1H")], base: 1, now: NOW }),
    ).rejects.toMatchObject({ code: "RELEASE_OUTDATED" });
  });

  it("C7: does not remove a tariff by which agreements are billed", async () => {
    await addAgreement(utility, { number: "1", tariff: "flat" });
    const { problems } = await checkItems(ann, [rules("PT4H")]);
    expect(problems).toMatchObject([{ item: "tariff/flat", code: "ITEM_IN_USE", severity: "error" }]);
    expect(problems[0]?.message.en).toContain("1 agreement in force is billed by this tariff");
  });
});

describe("a second person", () => {
  const dearer = [flat("2"), rules("PT4H")];

  it("R4: is needed for money, and cannot be the one who worked on it", async () => {
    await expect(publishRelease(ann, { items: dearer, now: NOW })).rejects.toMatchObject({
      code: "APPROVAL_NEEDED",
    });
    const { proposalId, needsApproval } = await proposeRelease(ann, {
      items: dearer,
      note: "price rise",
      now: NOW,
    });
    expect(needsApproval).toBe(true);
    await expect(publishProposal(ann, { proposalId, now: NOW })).rejects.toMatchObject({
      code: "APPROVAL_NEEDED",
      params: { items: "tariff/flat" },
    });
    await expect(
      decideProposal(ann, { proposalId, decision: "approved", note: "", now: NOW }),
    ).rejects.toMatchObject({ code: "OWN_APPROVAL" });
    expect(await showProposal(bob, { proposalId })).toMatchObject({
      approved: false,
      own: false,
      outdated: false,
      guarded: ["tariff/flat"],
      changes: [{ kind: "tariff", key: "flat", change: "changed", guarded: "money" }],
    });
    await decideProposal(bob, { proposalId, decision: "approved", note: "as notice 12", now: NOW });
    expect(await publishProposal(ann, { proposalId, now: NOW })).toMatchObject({
      number: 3,
      published: true,
    });
    const [row] = await readTenant(
      ann,
      "approved",
      "SELECT approved_by AS by FROM release WHERE tenant_id = $1 AND number = 3",
      [ann.tenantId],
    );
    expect(row?.by).toBe(bob.actor.id);
    await expect(publishProposal(ann, { proposalId, now: NOW })).rejects.toMatchObject({
      code: "PROPOSAL_CLOSED",
    });
  });

  it("R4: who edited the draft is no second person, though another sent it in", async () => {
    const { proposalId } = await proposeRelease(ann, {
      items: [flat("3"), rules("PT4H")],
      note: "",
      authors: [bob.actor.id as string],
      now: NOW,
    });
    await expect(
      decideProposal(bob, { proposalId, decision: "approved", note: "", now: NOW }),
    ).rejects.toMatchObject({ code: "OWN_APPROVAL" });
    await withdrawProposal(ann, { proposalId, now: NOW });
    expect((await listProposals(ann)).find(({ id }) => id === proposalId)).toMatchObject({
      state: "withdrawn",
    });
  });

  it("sends back with a reason, which closes the proposal", async () => {
    const { proposalId } = await proposeRelease(ann, {
      items: [flat("3"), rules("PT4H")],
      note: "",
      now: NOW,
    });
    await decideProposal(bob, { proposalId, decision: "returned", note: "too dear", now: NOW });
    expect(await showProposal(ann, { proposalId })).toMatchObject({
      state: "returned",
      decisions: [{ decision: "returned", note: "too dear", personName: "Bob" }],
    });
    await expect(publishProposal(ann, { proposalId, now: NOW })).rejects.toMatchObject({
      code: "PROPOSAL_CLOSED",
    });
  });

  it("R4: approved it against what was in force then: after another release it is asked again", async () => {
    const { proposalId } = await proposeRelease(ann, {
      items: [flat("3"), rules("PT4H")],
      note: "",
      now: NOW,
    });
    await decideProposal(bob, { proposalId, decision: "approved", note: "", now: NOW });
    await publishRelease(ann, { items: [flat("2"), rules("PT1H")], now: NOW });
    expect(await showProposal(ann, { proposalId })).toMatchObject({ outdated: true });
    await expect(publishProposal(ann, { proposalId, now: NOW })).rejects.toMatchObject({
      code: "RELEASE_OUTDATED",
    });
  });
});

describe("a release that was changed behind our back", () => {
  const asOwner = (text: string) => withOwnerSql(systemScope(utility.tenantId), (sql) => sql.query(text));

  it("R1: is not used: another item in its list", async () => {
    await publishRelease(ann, { items: [flat("2"), rules("PT2H")], now: NOW });
    const number = await numberInForce();
    await asOwner(`DELETE FROM release_item WHERE release_number = ${number} AND kind = 'estimation'`);
    await expect(currentRelease(ann)).rejects.toMatchObject({ code: "RELEASE_FORGED" });
  });

  it("R1: is not used: other words in the row that was signed", async () => {
    expect((await releaseOf(ann, 3)).number).toBe(3);
    await asOwner("UPDATE release SET note = 'approved by nobody' WHERE number = 3");
    await expect(releaseOf(ann, 3)).rejects.toMatchObject({ code: "RELEASE_FORGED" });
  });

  it("R1: is not used: unsigned, or signed by a key that nobody trusts", async () => {
    await asOwner("UPDATE release SET signature = NULL WHERE number = 2");
    await expect(releaseOf(ann, 2)).rejects.toMatchObject({ code: "RELEASE_UNSIGNED" });
    await asOwner("UPDATE release SET key_id = '0000000000000000' WHERE number = 1");
    await expect(releaseOf(ann, 1)).rejects.toMatchObject({ code: "RELEASE_KEY_UNKNOWN" });
  });

  it("is told release by release, and an old installation's are signed once by its operator", async () => {
    const found = await verifyReleases("publishing");
    const wrong = found.filter(({ genuine }) => !genuine);
    expect(wrong.map(({ number, signature, listed }) => [number, signature, listed])).toEqual([
      [1, "foreign", true],
      [2, "missing", true],
      [3, "forged", true],
      [await numberInForce(), "valid", false],
    ]);
    expect(await signReleases("publishing")).toEqual([2]);
    expect((await releaseOf(ann, 2)).number).toBe(2);
  });

  async function numberInForce(): Promise<number> {
    const [row] = await readTenant<{ number: number }>(
      ann,
      "in-force",
      "SELECT release_number AS number FROM release_current WHERE tenant_id = $1",
      [ann.tenantId],
    );
    return row?.number ?? 0;
  }
});
