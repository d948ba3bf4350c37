import type { TenantSql } from "#app/platform/database.ts";

export interface CustomerPersons {
  /** Everybody who may act for the customer. */
  readonly all: readonly string[];
  /** Those of them who have no other account at this utility. */
  readonly sole: readonly string[];
}

/** The persons behind a customer, as the identity role sees them. */
export async function personsOf(
  sql: TenantSql,
  tenantId: string,
  customerId: string,
): Promise<CustomerPersons> {
  const { rows } = await sql.query<{ id: string; sole: boolean }>(
    `SELECT l.person_id AS id, NOT EXISTS (SELECT 1 FROM identity.customer_login o
       WHERE o.tenant_id = $1 AND o.person_id = l.person_id AND o.customer_id <> $2) AS sole
     FROM identity.customer_login l WHERE l.tenant_id = $1 AND l.customer_id = $2`,
    [tenantId, customerId],
  );
  return {
    all: rows.map(({ id }) => id),
    sole: rows.filter(({ sole }) => sole).map(({ id }) => id),
  };
}
