import * as Y from "yjs";
import { newDraftDoc, writeItems } from "#app/collab/document/draft.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { ownOf } from "#app/services/blueprint/own-items.ts";
import { releaseInForce } from "#app/services/blueprint/upper.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { draftErrors } from "./errors.ts";

const fail = errorsOf(draftErrors);

export interface DraftRow {
  readonly id: string;
  /** The release that it stands on; null before a utility's first one. */
  readonly baseRelease: number | null;
  /** How much of it is kept: rises with each change. */
  readonly seq: number;
}

/** A draft as it is kept: its document, and how much of it that is. */
export interface LoadedDraft extends DraftRow {
  readonly doc: Y.Doc;
  /** Changes that its state does not hold yet. */
  readonly updates: number;
}

/** The open draft of the tenant, if there is one. */
export async function findDraft(sql: TenantSql, tenantId: string): Promise<DraftRow | undefined> {
  const { rows } = await sql.query<DraftRow>(
    `SELECT id, base_release AS "baseRelease", seq::int AS seq FROM draft WHERE tenant_id = $1 AND closed_at IS NULL`,
    [tenantId],
  );
  return rows[0];
}

/** The open draft of the tenant; where there is none it is begun from the tenant's own items of the release in force. */
export async function openDraft(scope: Scope, now: Date): Promise<DraftRow> {
  const { tenantId } = scope;
  const found = await withTenantSql(scope, (sql) => findDraft(sql, tenantId));
  if (found) return found;
  const release = await releaseInForce(scope);
  const doc = newDraftDoc();
  writeItems(doc, ownOf(release?.items ?? []));
  return withTenantSql(scope, async (sql) => {
    // Two people who open it at once begin one draft, not two.
    const { rows } = await sql.query<DraftRow>(
      `INSERT INTO draft (tenant_id, id, base_release, state, started_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (tenant_id) WHERE closed_at IS NULL DO NOTHING
       RETURNING id, base_release AS "baseRelease", seq::int AS seq`,
      [tenantId, newId(), release?.number ?? null, Buffer.from(Y.encodeStateAsUpdate(doc)), now],
    );
    const draft = rows[0] ?? (await findDraft(sql, tenantId));
    if (draft === undefined) throw fail("DRAFT_CLOSED");
    return draft;
  });
}

/** The document of a draft: its state and the changes since, both of one moment. @throws DRAFT_CLOSED */
export async function loadDraft(scope: Scope, draftId: string): Promise<LoadedDraft> {
  return withTenantSql(
    scope,
    async (sql) => {
      const { rows } = await sql.query<DraftRow & { state: Buffer }>(
        `SELECT id, base_release AS "baseRelease", seq::int AS seq, state FROM draft
          WHERE tenant_id = $1 AND id = $2 AND closed_at IS NULL`,
        [scope.tenantId, draftId],
      );
      const row = rows[0];
      if (row === undefined) throw fail("DRAFT_CLOSED");
      const { state, ...draft } = row;
      const doc = newDraftDoc();
      Y.applyUpdate(doc, state);
      const updates = await updatesAfter(sql, scope.tenantId, draftId, 0);
      for (const { content } of updates) Y.applyUpdate(doc, content);
      return { ...draft, doc, updates: updates.length };
    },
    { repeatable: true },
  );
}

/** The changes that came after the first `seq`, in order, as far as they are not yet part of the state. */
export async function updatesAfter(
  sql: TenantSql,
  tenantId: string,
  draftId: string,
  seq: number,
): Promise<{ seq: number; content: Buffer }[]> {
  const { rows } = await sql.query<{ seq: number; content: Buffer }>(
    "SELECT seq::int AS seq, content FROM draft_update WHERE tenant_id = $1 AND draft_id = $2 AND seq > $3 ORDER BY draft_update.seq",
    [tenantId, draftId, seq],
  );
  return rows;
}

/** What somebody changed: for the history of the item. */
export interface Touch {
  readonly item: string;
  readonly personId: string;
  readonly personName: string;
  readonly paths: readonly string[];
}

/** Changes of one person to one item within this time are told as one. */
const TOUCH_WINDOW_MS = 600_000;
const PATHS_KEPT = 40;

/** Keeps a change in the caller's transaction and answers the draft's new `seq`. @throws DRAFT_CLOSED */
export async function keepUpdate(
  sql: TenantSql,
  { tenantId }: Scope,
  draftId: string,
  update: Uint8Array,
  touches: readonly Touch[],
  now: Date,
): Promise<number> {
  const { rows } = await sql.query<{ seq: number }>(
    `UPDATE draft SET seq = seq + 1 WHERE tenant_id = $1 AND id = $2 AND closed_at IS NULL RETURNING seq::int AS seq`,
    [tenantId, draftId],
  );
  const seq = rows[0]?.seq;
  if (seq === undefined) throw fail("DRAFT_CLOSED");
  await sql.query("INSERT INTO draft_update (tenant_id, draft_id, seq, content) VALUES ($1, $2, $3, $4)", [
    tenantId,
    draftId,
    seq,
    Buffer.from(update),
  ]);
  const since = new Date(Math.floor(now.getTime() / TOUCH_WINDOW_MS) * TOUCH_WINDOW_MS);
  for (const { item, personId, personName, paths } of touches) {
    await sql.query(
      `INSERT INTO draft_change (tenant_id, draft_id, item, person_id, since, person_name, last_at, paths)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (tenant_id, draft_id, item, person_id, since) DO UPDATE SET last_at = excluded.last_at,
         person_name = excluded.person_name,
         paths = ARRAY (SELECT DISTINCT unnest(draft_change.paths || excluded.paths) ORDER BY 1 LIMIT ${PATHS_KEPT})`,
      [tenantId, draftId, item, personId, since, personName, now, paths.slice(0, PATHS_KEPT)],
    );
  }
  return seq;
}

/** Puts the document in the place of its changes up to `seq`, so that loading it stays quick. */
export async function compactDraft(
  scope: Scope,
  draftId: string,
  seq: number,
  state: Uint8Array,
): Promise<void> {
  const { tenantId } = scope;
  await withTenantSql(scope, async (sql) => {
    const { rowCount } = await sql.query(
      "UPDATE draft SET state = $4, state_seq = $3 WHERE tenant_id = $1 AND id = $2 AND state_seq < $3",
      [tenantId, draftId, seq, Buffer.from(state)],
    );
    if (rowCount === 0) return;
    await sql.query("DELETE FROM draft_update WHERE tenant_id = $1 AND draft_id = $2 AND seq <= $3", [
      tenantId,
      draftId,
      seq,
    ]);
  });
}
