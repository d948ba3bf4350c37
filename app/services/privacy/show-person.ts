import { commonError } from "#app/platform/common-errors.ts";
import { readTenant, withTenantSql } from "#app/platform/database.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { blockersOf } from "./blockers.ts";
import { type Consent, listConsents } from "./consents.ts";
import type { Blocker } from "./erasure-states.ts";
import { type AccessEntry, listAccess } from "./list-access.ts";
import { type Erasure, listErasures } from "./list-erasures.ts";
import { listHoldings, type StoredData } from "./list-holdings.ts";

export interface PersonView {
  readonly customerId: string;
  readonly number: string;
  readonly customerName: string;
  readonly phone: string | null;
  readonly erasedAt: string | null;
  readonly stored: readonly StoredData[];
  readonly blockers: readonly Blocker[];
  readonly consents: readonly Consent[];
  readonly erasures: readonly Erasure[];
  readonly access: readonly AccessEntry[];
}

/** Everything that is known about what is stored of one customer, for the console. @throws NOT_FOUND */
export async function showPerson(scope: Scope, customerId: string): Promise<PersonView> {
  const [person] = await readTenant<Pick<PersonView, "number" | "customerName" | "phone" | "erasedAt">>(
    scope,
    "privacy.person",
    `SELECT number, name AS "customerName", phone, to_json(erased_at) #>> '{}' AS "erasedAt" FROM customer WHERE tenant_id = $1 AND id = $2`,
    [scope.tenantId, customerId],
  );
  if (person === undefined) throw commonError("NOT_FOUND");
  const [stored, blockers, consents, erasures, access] = await Promise.all([
    listHoldings(scope, customerId),
    withTenantSql(scope, (sql) => blockersOf(sql, scope.tenantId, customerId)),
    listConsents(scope, customerId),
    listErasures(scope, customerId),
    listAccess(scope, { customer: person.number }, { after: undefined, before: undefined }, ACCESS_SHOWN),
  ]);
  return { customerId, ...person, stored, blockers, consents, erasures, access: access.rows };
}

const ACCESS_SHOWN = 50;

/** The same for the customer. What the portal's own role may not see is counted by the utility, for this customer only. */
export async function showOwn(
  scope: Scope,
): Promise<Pick<PersonView, "stored" | "blockers" | "consents" | "erasures" | "access">> {
  const { customerId, tenantId } = scope;
  if (customerId === undefined) throw commonError("FORBIDDEN");
  const { stored, blockers, consents, erasures, access } = await showPerson(
    systemScope(tenantId),
    customerId,
  );
  return { stored, blockers, consents, erasures, access };
}
