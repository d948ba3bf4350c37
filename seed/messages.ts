import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { tellOfBills, tellOfPayment } from "#app/services/message/tell-of-money.ts";

/**
 * What the customers who can sign in were told of their latest bills and payments, as the product itself would have told
 * them then. The worker delivers it when the product starts. What was told before is not told again.
 */
export async function writeMessages(scope: Scope, customerIds: readonly string[]): Promise<void> {
  const bills = await readTenant<{ id: string; posted_at: Date }>(
    scope,
    "seed.latest-bills",
    `SELECT b.id, b.posted_at FROM bill b WHERE b.tenant_id = $1 AND b.customer_id = ANY ($2::uuid[]) AND b.state = 'posted'
     ORDER BY b.posted_at DESC, b.id LIMIT 6`,
    [scope.tenantId, customerIds],
  );
  for (const { id, posted_at } of bills) await tellOfBills(scope, [id], posted_at);
  const payments = await readTenant<{ id: string; received_at: Date }>(
    scope,
    "seed.latest-payments",
    `SELECT p.id, p.received_at FROM payment p WHERE p.tenant_id = $1 AND p.customer_id = ANY ($2::uuid[])
     ORDER BY p.received_at DESC, p.id LIMIT 4`,
    [scope.tenantId, customerIds],
  );
  for (const { id, received_at } of payments) await tellOfPayment(scope, id, received_at);
}
