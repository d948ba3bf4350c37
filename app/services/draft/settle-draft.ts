import * as Y from "yjs";
import { readItems, writeItems } from "#app/collab/document/draft.ts";
import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { ownItems, ownOf } from "#app/services/blueprint/own-items.ts";
import { releaseInForce } from "#app/services/blueprint/upper.ts";
import type { Item } from "#schema/blueprint/item.ts";
import { conflictId, type MergeConflict, mergeItems, type Side } from "./merge.ts";
import { keepUpdate, loadDraft, openDraft } from "./store.ts";

export interface Settled {
  readonly draftId: string;
  readonly baseRelease: number | null;
  readonly inForce: number | null;
  readonly items: readonly Item[];
  /** What both the draft and a release published meanwhile changed, each in its own way. Then `baseRelease` stays. */
  readonly conflicts: readonly MergeConflict[];
}

/**
 * Brings the draft onto the release in force, if another was published since it began: what only one side changed is that
 * side's. Where both changed one field, nothing is done until somebody has said of each whose it is.
 * @param chosen whose value of a field that both changed is kept, by `conflictId`
 */
export async function settleDraft(
  scope: Scope,
  now: Date,
  chosen: Readonly<Record<string, Side>> = {},
): Promise<Settled> {
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
  const { items: merged, conflicts } = mergeItems(
    base,
    items,
    ownOf(current?.items ?? []),
    (conflict) => chosen[conflictId(conflict)] ?? "draft",
  );
  if (conflicts.some((conflict) => !Object.hasOwn(chosen, conflictId(conflict)))) return as({ conflicts });
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
