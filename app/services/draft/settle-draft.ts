import * as Y from "yjs";
import { readItems, writeItems } from "#app/collab/document/draft.ts";
import { sameJson } from "#app/collab/document/tree.ts";
import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { ownItems, ownOf } from "#app/services/blueprint/own-items.ts";
import { releaseInForce } from "#app/services/blueprint/upper.ts";
import { type Item, itemName, type JsonObject } from "#schema/blueprint/item.ts";
import { keepUpdate, loadDraft, openDraft } from "./store.ts";

export interface Settled {
  readonly draftId: string;
  readonly baseRelease: number | null;
  readonly inForce: number | null;
  readonly items: readonly Item[];
  /** Items that both the draft and a release published meanwhile changed, each in its own way. Then `baseRelease` stays. */
  readonly conflicts: readonly string[];
}

/**
 * Brings the draft onto the release in force, if another was published since it began: items that only one side changed
 * are that side's. Where both changed one, nothing is done until somebody says whose it is.
 * @param prefer whose version of an item that both changed is kept
 */
export async function settleDraft(scope: Scope, now: Date, prefer?: "draft" | "release"): Promise<Settled> {
  const { id } = await openDraft(scope, now);
  const { doc, baseRelease } = await loadDraft(scope, id);
  const items = readItems(doc);
  const current = await releaseInForce(scope);
  const inForce = current?.number ?? null;
  const as = (settled: Partial<Settled>): Settled => ({
    draftId: id,
    baseRelease,
    inForce,
    items,
    conflicts: [],
    ...settled,
  });
  if (inForce === baseRelease) return as({});
  const base = baseRelease === null ? [] : await ownItems(scope, baseRelease);
  const { merged, conflicts } = mergeItems(base, items, ownOf(current?.items ?? []), prefer ?? "draft");
  if (conflicts.length > 0 && prefer === undefined) return as({ conflicts });
  const before = Y.encodeStateVector(doc);
  doc.transact(() => writeItems(doc, merged));
  const update = Y.encodeStateAsUpdate(doc, before);
  await withTenantSql(scope, async (sql) => {
    const { rowCount } = await sql.query(
      "UPDATE draft SET base_release = $3 WHERE tenant_id = $1 AND id = $2 AND base_release IS NOT DISTINCT FROM $4",
      [scope.tenantId, id, inForce, baseRelease],
    );
    // Somebody else has settled it in the same moment.
    if (rowCount > 0) await keepUpdate(sql, scope, id, update, [], now);
  });
  return as({ baseRelease: inForce, items: merged });
}

/** Three-way merge by item. */
export function mergeItems(
  base: readonly Item[],
  draft: readonly Item[],
  release: readonly Item[],
  prefer: "draft" | "release",
): { readonly merged: readonly Item[]; readonly conflicts: readonly string[] } {
  const [was, ours, theirs] = [base, draft, release].map(
    (items) => new Map<string, JsonObject>(items.map((item) => [itemName(item), item.content])),
  ) as [Map<string, JsonObject>, Map<string, JsonObject>, Map<string, JsonObject>];
  const conflicts: string[] = [];
  const merged = [...new Set([...ours.keys(), ...theirs.keys()])].sort().flatMap((name): Item[] => {
    const [old, mine, other] = [was.get(name), ours.get(name), theirs.get(name)];
    const untouchedHere = sameJson(old, mine);
    if (!untouchedHere && !sameJson(old, other) && !sameJson(mine, other)) conflicts.push(name);
    const content = untouchedHere || (prefer === "release" && !sameJson(old, other)) ? other : mine;
    const split = name.indexOf("/");
    return content === undefined ? [] : [{ kind: name.slice(0, split), key: name.slice(split + 1), content }];
  });
  return { merged, conflicts };
}
