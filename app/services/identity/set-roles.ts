import { commonError } from "#app/platform/common-errors.ts";
import { withIdentity } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { StaffRole } from "#app/policies/policy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { identityError } from "./errors.ts";

/**
 * Replaces the roles of a member of the utility; none at all ends the membership and the sessions here.
 * @throws NOT_FOUND for who is no member, LAST_ADMIN when nobody could manage the utility any more
 */
export async function setRoles(
  scope: Scope,
  { personId, roles }: { personId: string; roles: readonly StaffRole[] },
): Promise<void> {
  await withIdentity(async (sql) => {
    // All admins are locked, in one order, so that two of them cannot take the role from each other at one moment.
    const { rows } = await sql.query<{ person_id: string; roles: StaffRole[] }>(
      `SELECT person_id, roles FROM identity.membership
       WHERE tenant_id = $1 AND (person_id = $2 OR 'tenant-admin' = ANY (roles)) ORDER BY person_id FOR UPDATE`,
      [scope.tenantId, personId],
    );
    const before = rows.find((row) => row.person_id === personId);
    if (before === undefined) throw commonError("NOT_FOUND");
    const otherAdmins = rows.filter((row) => row.person_id !== personId);
    if (!roles.includes("tenant-admin") && otherAdmins.length === 0) throw identityError("LAST_ADMIN");
    if (roles.length === 0) {
      await sql.query("DELETE FROM identity.membership WHERE tenant_id = $1 AND person_id = $2", [
        scope.tenantId,
        personId,
      ]);
      await sql.query(
        "DELETE FROM identity.session WHERE tenant_id = $1 AND person_id = $2 AND kind = 'staff'",
        [scope.tenantId, personId],
      );
    } else {
      await sql.query("UPDATE identity.membership SET roles = $3 WHERE tenant_id = $1 AND person_id = $2", [
        scope.tenantId,
        personId,
        roles,
      ]);
    }
    await auditIdentity(sql, scope, {
      action: "manage",
      noun: "member",
      nounId: personId,
      before: { roles: before.roles },
      after: { roles },
    });
  });
}
