import { readItems } from "#app/collab/document/draft.ts";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Item } from "#schema/blueprint/item.ts";
import { loadDraft, openDraft } from "./store.ts";

/** The draft as it is kept now: what every editor was told is saved, is in it. */
export interface DraftContent {
  readonly draftId: string;
  readonly baseRelease: number | null;
  readonly items: readonly Item[];
}

export async function readDraft(scope: Scope, now: Date): Promise<DraftContent> {
  const { id } = await openDraft(scope, now);
  const { doc, baseRelease } = await loadDraft(scope, id);
  return { draftId: id, baseRelease, items: readItems(doc) };
}

/** Everybody who changed the draft since the release that it stands on: none of them may approve it. */
export async function draftAuthors(scope: Scope, draftId: string): Promise<string[]> {
  const rows = await readTenant<{ personId: string }>(
    scope,
    "draft.authors",
    `SELECT DISTINCT c.person_id AS "personId" FROM draft d
       JOIN draft_change c ON c.tenant_id = d.tenant_id AND c.draft_id = d.id
       LEFT JOIN release r ON r.tenant_id = d.tenant_id AND r.number = d.base_release
      WHERE d.tenant_id = $1 AND d.id = $2 AND c.last_at > coalesce(r.published_at, '-infinity')`,
    [scope.tenantId, draftId],
  );
  return rows.map(({ personId }) => personId);
}
