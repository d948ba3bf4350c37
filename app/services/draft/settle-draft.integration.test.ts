import { afterAll, beforeAll, expect, it } from "vitest";
import * as Y from "yjs";
import { changeItem } from "#app/collab/document/draft.ts";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { publishRelease } from "#app/services/blueprint/publish-release.ts";
import { showProposal } from "#app/services/blueprint/show-proposal.ts";
import type { Item, Json, JsonObject } from "#schema/blueprint/item.ts";
import { testDatabase } from "#tests/database.ts";
import { makeUtility } from "#tests/fixtures/utility.ts";
import { proposeDraft } from "./propose-draft.ts";
import { readDraft } from "./read-draft.ts";
import { settleDraft } from "./settle-draft.ts";
import { keepUpdate, loadDraft, openDraft } from "./store.ts";

await testDatabase();
afterAll(closeDatabase);

const NOW = new Date("2026-03-01T08:00:00Z");
const label = { "zh-CN": "规则", en: "Rules" };
const rules = (longest: string, name = "Rules"): Item => ({
  kind: "estimation",
  key: "standard",
  content: { label: { ...label, en: name }, estimation: { longest } } as JsonObject,
});

let ann: Scope;
let operator: Scope;
beforeAll(async () => {
  const utility = await makeUtility({ slug: "settling", tariffs: {} });
  operator = systemScope(utility.tenantId);
  ann = { ...operator, actor: { kind: "staff", id: newId(), name: "Ann" } };
  await publishRelease(operator, { items: [rules("PT4H")], now: NOW });
});

/** Changes the draft as an editor does. */
async function edit(pointer: string, value: Json): Promise<void> {
  const { id } = await openDraft(ann, NOW);
  const { doc } = await loadDraft(ann, id);
  const before = Y.encodeStateVector(doc);
  changeItem(doc, "estimation/standard", pointer, value);
  const update = Y.encodeStateAsUpdate(doc, before);
  await withTenantSql(ann, (sql) => keepUpdate(sql, ann, id, update, [], NOW));
}
const content = async () =>
  (await readDraft(ann, NOW)).items.find(({ kind }) => kind === "estimation")?.content;

it("what was published while the draft was open comes into it when it is sent for review, field by field", async () => {
  await edit("/estimation/longest", "PT2H");
  await publishRelease(operator, { items: [rules("PT4H", "Rules of 2026")], now: NOW });
  const { proposalId } = await proposeDraft(ann, { note: "shorter gaps", now: NOW });
  expect(await content()).toEqual(rules("PT2H", "Rules of 2026").content);
  expect(await showProposal(ann, { proposalId })).toMatchObject({ outdated: false });
});

it("M2: a field that both changed is nobody's until somebody says whose; nothing is overwritten meanwhile", async () => {
  await publishRelease(operator, { items: [rules("PT1H", "Rules of 2027")], now: NOW });
  await expect(proposeDraft(ann, { note: "", now: NOW })).rejects.toMatchObject({
    code: "DRAFT_CONFLICTS",
    params: { items: "estimation/standard /estimation/longest" },
  });
  expect(await content()).toEqual(rules("PT2H", "Rules of 2026").content);
  // Theirs where both changed, and theirs alone comes along either way.
  const place = "estimation/standard /estimation/longest";
  const { conflicts } = await settleDraft(ann, NOW, { "estimation/standard /label": "release" });
  expect(conflicts).toEqual([
    expect.objectContaining({ base: "PT4H", draft: "PT2H", release: "PT1H", path: "/estimation/longest" }),
  ]);
  const settled = await settleDraft(ann, NOW, { [place]: "draft" });
  expect(settled.conflicts).toEqual([]);
  expect(await content()).toEqual(rules("PT2H", "Rules of 2027").content);
  await expect(proposeDraft(ann, { note: "again", now: NOW })).resolves.toMatchObject({
    proposalId: expect.any(String),
  });
});
