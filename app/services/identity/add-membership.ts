import { withIdentity } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { StaffRole } from "#app/policies/policy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";

/** Gives a member of staff roles in the scope's tenant; roles given before are replaced. */
export async function addMembership(
  scope: Scope,
  { personId, roles }: { personId: string; roles: readonly StaffRole[] },
): Promise<void> {
  await withIdentity(async (sql) => {
    const { rows } = await sql.query<{ roles: StaffRole[] }>(
      "SELECT roles FROM identity.membership WHERE tenant_id = $1 AND person_id = $2 FOR UPDATE",
      [scope.tenantId, personId],
    );
    const before = rows[0] ?? null;
    if (before && [...before.roles].sort().join() === [...roles].sort().join()) return;
    // Customers are a population of their own: a person of it can never become staff.
    const { rowCount } = await sql.query(
      `INSERT INTO identity.membership AS m (tenant_id, person_id, roles, created_at)
       SELECT $1, p.id, $3, now() FROM identity.person p WHERE p.id = $2 AND p.tenant_id IS NULL
       ON CONFLICT (tenant_id, person_id) DO UPDATE SET roles = excluded.roles`,
      [scope.tenantId, personId, roles],
    );
    if (rowCount === 0) throw new Error(`${personId} is no person of the staff's population`);
    await auditIdentity(sql, scope, {
      action: "manage",
      noun: "member",
      nounId: personId,
      before: before && { roles: before.roles },
      after: { roles },
    });
  });
}
