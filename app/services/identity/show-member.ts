import { commonError } from "#app/platform/common-errors.ts";
import { withIdentity } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export interface MemberDetail {
  readonly personId: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly email: string | null;
  /** Since when a second factor guards their account; null when there is none. */
  readonly secondFactorSince: string | null;
}

/** One member of the utility. @throws NOT_FOUND, also for a person of another utility */
export async function showMember(scope: Scope, { personId }: { personId: string }): Promise<MemberDetail> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ login: string; name: string; roles: string[]; email: string | null; since: Date | null }>(
      `SELECT p.login, p.name, p.email, m.roles, t.confirmed_at AS since
       FROM identity.membership m JOIN identity.person p ON p.id = m.person_id
       LEFT JOIN identity.totp t ON t.person_id = p.id
       WHERE m.tenant_id = $1 AND m.person_id = $2`,
      [scope.tenantId, personId],
    ),
  );
  if (rows[0] === undefined) throw commonError("NOT_FOUND");
  const { since, ...member } = rows[0];
  return { personId, ...member, secondFactorSince: since?.toISOString() ?? null };
}
