import { withIdentity } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { CustomerAccess } from "#app/policies/customer-access.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";

/** Lets a person of the tenant's customer population act for one of its customers. A second time changes nothing. */
export async function linkCustomer(
  scope: Scope,
  {
    personId,
    customerId,
    access = "owner",
  }: { personId: string; customerId: string; access?: CustomerAccess },
): Promise<void> {
  await withIdentity(async (sql) => {
    const { rowCount } = await sql.query(
      `INSERT INTO identity.customer_login (tenant_id, person_id, customer_id, access, created_at) VALUES ($1, $2, $3, $4, now())
       ON CONFLICT DO NOTHING`,
      [scope.tenantId, personId, customerId, access],
    );
    if (rowCount === 0) return;
    await auditIdentity(sql, scope, {
      action: "link",
      noun: "customer",
      nounId: customerId,
      after: { personId, access },
    });
  });
}
