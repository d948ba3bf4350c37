import { commonError } from "#app/platform/common-errors.ts";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

/**
 * A customer's own doing moves a whole case: its tasks, its timers, who gets it next, which the portal's role can neither
 * see nor write. So what the customer names is first read as the portal's role, whose floor decides whether it is theirs;
 * the deed itself is done as the utility, with the customer as who did it (docs/decisions/0085).
 */
export function onBehalf({ customerId: _, ...scope }: Scope): Scope {
  return scope;
}

/** @throws NOT_FOUND when the case is not the customer's, or is none that is shown to customers */
export async function requireOwnCase(scope: Scope, caseId: string): Promise<void> {
  await requireOwn(scope, "case.own", "SELECT 1 FROM service_case WHERE tenant_id = $1 AND id = $2", caseId);
}

/** @throws NOT_FOUND when no agreement of the customer is at the service point */
export async function requireOwnServicePoint(scope: Scope, servicePointId: string): Promise<void> {
  await requireOwn(
    scope,
    "case.own-service-points",
    "SELECT 1 FROM service_point WHERE tenant_id = $1 AND id = $2",
    servicePointId,
  );
}

async function requireOwn(scope: Scope, name: string, text: string, id: string): Promise<void> {
  // Without a customer in the scope nothing is anybody's own.
  const rows =
    scope.customerId === undefined ? [] : await readTenant(scope, name, text, [scope.tenantId, id]);
  if (rows.length === 0) throw commonError("NOT_FOUND");
}
