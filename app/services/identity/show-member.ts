import { commonError } from "#app/platform/common-errors.ts";
import { withIdentity } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export interface MemberDetail {
  readonly personId: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** One member of the utility. @throws NOT_FOUND, also for a person of another utility */
export async function showMember(scope: Scope, { personId }: { personId: string }): Promise<MemberDetail> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ login: string; name: string; roles: string[] }>(
      `SELECT p.login, p.name, m.roles FROM identity.membership m JOIN identity.person p ON p.id = m.person_id
       WHERE m.tenant_id = $1 AND m.person_id = $2`,
      [scope.tenantId, personId],
    ),
  );
  if (rows[0] === undefined) throw commonError("NOT_FOUND");
  return { personId, ...rows[0] };
}
