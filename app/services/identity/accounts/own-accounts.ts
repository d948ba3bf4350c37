import { commonError } from "#app/platform/common-errors.ts";
import { readTenant, withIdentity } from "#app/platform/database.ts";
import type { Session } from "#app/platform/session.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { CustomerAccess } from "#app/policies/customer-access.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";

/** A customer for whom the person may act. */
export interface OwnAccount {
  readonly customerId: string;
  readonly number: string;
  readonly name: string;
  readonly access: CustomerAccess;
  /** For whom they act now. */
  readonly current: boolean;
}

/** The accounts of the person who is signed in, the longest known first. */
export async function listOwnAccounts(scope: Scope, session: Session): Promise<OwnAccount[]> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ customer_id: string; access: CustomerAccess }>(
      `SELECT customer_id, access FROM identity.customer_login WHERE tenant_id = $1 AND person_id = $2
       ORDER BY created_at, customer_id LIMIT 50`,
      [scope.tenantId, session.userId],
    ),
  );
  const accounts: OwnAccount[] = [];
  for (const { customer_id: customerId, access } of rows) {
    // Each is asked for under its own floor: the portal's role sees one customer at a time.
    const [customer] = await readTenant<{ number: string; name: string }>(
      { ...scope, customerId },
      "identity.own-account",
      "SELECT number, name FROM customer WHERE tenant_id = $1 AND id = $2",
      [scope.tenantId, customerId],
    );
    if (customer)
      accounts.push({ customerId, ...customer, access, current: customerId === scope.customerId });
  }
  return accounts;
}

/** From the next request on, the session acts for another account of the person. @throws NOT_FOUND for one that is not theirs */
export async function switchAccount(
  scope: Scope,
  session: Session,
  { customerId }: { customerId: string },
): Promise<void> {
  await withIdentity(async (sql) => {
    const { rowCount } = await sql.query(
      `UPDATE identity.session s SET customer_id = l.customer_id FROM identity.customer_login l
       WHERE s.id = $1 AND s.kind = 'customer' AND s.tenant_id = $2 AND s.person_id = $3
         AND l.tenant_id = s.tenant_id AND l.person_id = s.person_id AND l.customer_id = $4`,
      [session.id, scope.tenantId, session.userId, customerId],
    );
    if (rowCount === 0) throw commonError("NOT_FOUND");
    if (customerId === scope.customerId) return;
    await auditIdentity(
      sql,
      { ...scope, customerId },
      {
        action: "switch",
        noun: "session",
        nounId: session.id,
        before: { customerId: scope.customerId },
        after: { customerId },
      },
    );
  });
}
