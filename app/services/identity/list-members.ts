import { withIdentity } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export interface Member {
  readonly personId: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly disabled: boolean;
  readonly seenAt: string | null;
}

export interface MemberPage {
  readonly members: readonly Member[];
  /** Hand it back as `after` for the next page; null at the end. */
  readonly next: string | null;
}

const PAGE_SIZE = 50;

/** The staff of the utility by login, with keyset paging; `search` is part of a name or login. */
export async function listMembers(
  scope: Scope,
  {
    search,
    role,
    after,
  }: { search?: string | undefined; role?: string | undefined; after?: string | undefined },
): Promise<MemberPage> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{
      id: string;
      login: string;
      name: string;
      roles: string[];
      disabled: boolean;
      seen_at: Date | null;
    }>(
      `SELECT p.id, p.login, p.name, m.roles, p.disabled_at IS NOT NULL AS disabled,
         (SELECT max(s.seen_at) FROM identity.session s WHERE s.tenant_id = m.tenant_id AND s.person_id = p.id) AS seen_at
       FROM identity.membership m JOIN identity.person p ON p.id = m.person_id
       WHERE m.tenant_id = $1 AND p.login > coalesce($2, '')
         AND ($3::text IS NULL OR strpos(p.login, lower($3)) > 0 OR strpos(p.name, $3) > 0)
         AND ($4::text IS NULL OR $4 = ANY (m.roles))
       ORDER BY p.login LIMIT ${PAGE_SIZE + 1}`,
      [scope.tenantId, after ?? null, search || null, role || null],
    ),
  );
  const shown = rows.slice(0, PAGE_SIZE);
  return {
    members: shown.map((row) => ({
      personId: row.id,
      login: row.login,
      name: row.name,
      roles: row.roles,
      disabled: row.disabled,
      seenAt: row.seen_at?.toISOString() ?? null,
    })),
    next: rows.length > PAGE_SIZE ? (shown.at(-1)?.login ?? null) : null,
  };
}
