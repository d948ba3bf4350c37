import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export interface ReleaseSummary {
  readonly number: number;
  readonly hash: string;
  readonly note: string;
  readonly publishedAt: Date;
  /** Who published it, as the audit trail tells; null where it does not. */
  readonly publishedByName: string | null;
  /** The second person, where it needed one. */
  readonly approvedByName: string | null;
  /** The upper tier's release it stands on. */
  readonly parentNumber: number | null;
  readonly items: number;
  readonly current: boolean;
}

const PAGE_SIZE = 50;

/** The columns of `release r` that a person wants to know. */
export const SUMMARY_COLUMNS = `r.number, r.hash, r.note, r.published_at AS "publishedAt", r.parent_number AS "parentNumber",
    (SELECT a.actor_name FROM audit_entry a WHERE a.tenant_id = r.tenant_id AND a.noun = 'blueprint'
        AND a.noun_id = r.number::text AND a.action = 'publish' ORDER BY a.id LIMIT 1) AS "publishedByName",
    (SELECT d.person_name FROM release_proposal p JOIN release_decision d ON d.tenant_id = p.tenant_id AND d.proposal_id = p.id
      WHERE p.tenant_id = r.tenant_id AND p.release_number = r.number AND d.person_id = r.approved_by LIMIT 1) AS "approvedByName",
    (SELECT count(*)::int FROM release_item i WHERE i.tenant_id = r.tenant_id AND i.release_number = r.number) AS items,
    r.number IS NOT DISTINCT FROM
      (SELECT c.release_number FROM release_current c WHERE c.tenant_id = r.tenant_id) AS current`;

/** The history of releases, newest first; `before` is the lowest number of the page before. */
export async function listReleases(
  scope: Scope,
  { before }: { readonly before?: number | undefined } = {},
): Promise<{ releases: readonly ReleaseSummary[]; next: number | null }> {
  const rows = await readTenant<ReleaseSummary>(
    scope,
    "release.list",
    `SELECT ${SUMMARY_COLUMNS}
       FROM release r
      WHERE r.tenant_id = $1 AND r.number < $2
      ORDER BY r.number DESC LIMIT ${PAGE_SIZE + 1}`,
    [scope.tenantId, before ?? 2_147_483_647],
  );
  const releases = rows.slice(0, PAGE_SIZE);
  return { releases, next: rows.length > PAGE_SIZE ? (releases.at(-1)?.number ?? null) : null };
}
