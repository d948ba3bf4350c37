import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withIdentity, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { COLUMNS } from "./columns.ts";
import { HOLDINGS, type Holding, IDENTITY_HOLDINGS } from "./holdings.ts";
import { ABOUT, inTenant } from "./list-holdings.ts";

interface Approved {
  readonly customer_id: string;
  readonly state: string;
  readonly result: { readonly persons: readonly string[]; readonly sole: readonly string[] };
  readonly [column: string]: unknown;
}

/**
 * Does an approved erasure: first how the customer's persons sign in, then everything inside the tenant and the mark that
 * it is done, at once. Killed anywhere and run again it ends the same: what is gone is not found a second time.
 */
export async function eraseCustomer(scope: Scope, erasureId: string, now: Date): Promise<void> {
  const { tenantId } = scope;
  const found = await withTenantSql(scope, (sql) => approved(sql, tenantId, erasureId, ""));
  if (found.state === "done") return;
  const { persons, sole } = found.result;
  await withIdentity(async (sql) => {
    await erase(sql, IDENTITY_HOLDINGS, [tenantId, found.customer_id, sole]);
    await sql.query(
      "UPDATE identity.account_invitation SET revoked_at = coalesce(revoked_at, $3) WHERE tenant_id = $1 AND customer_id = $2 AND answered_at IS NULL",
      [tenantId, found.customer_id, now],
    );
    await sql.query(
      "UPDATE identity.person SET disabled_at = coalesce(disabled_at, $3) WHERE tenant_id = $1 AND id = ANY ($2)",
      [tenantId, sole, now],
    );
    await sql.query("DELETE FROM identity.customer_login WHERE tenant_id = $1 AND customer_id = $2", [
      tenantId,
      found.customer_id,
    ]);
  });
  await withTenantSql(scope, async (sql) => {
    const still = await approved(sql, tenantId, erasureId, "FOR UPDATE");
    if (still.state === "done") return;
    const changed = await erase(sql, HOLDINGS, [tenantId, found.customer_id, persons]);
    await sql.query("UPDATE customer SET erased_at = $3, updated_at = $3 WHERE tenant_id = $1 AND id = $2", [
      tenantId,
      found.customer_id,
      now,
    ]);
    await sql.query(
      "UPDATE erasure SET state = 'done', done_at = $3, result = $4 WHERE tenant_id = $1 AND id = $2",
      [tenantId, erasureId, now, JSON.stringify(changed)],
    );
    const after = { customerId: found.customer_id, ...changed };
    await audit(sql, scope, { action: "erase", noun: "customer", nounId: found.customer_id, after });
  });
}

async function approved(
  sql: TenantSql,
  tenantId: string,
  erasureId: string,
  lock: "" | "FOR UPDATE",
): Promise<Approved> {
  const { rows } = await sql.query<Approved>(
    `SELECT customer_id, state, result FROM erasure WHERE tenant_id = $1 AND id = $2 AND state IN ('approved', 'done') ${lock}`,
    [tenantId, erasureId],
  );
  if (rows[0] === undefined) throw commonError("NOT_FOUND");
  return rows[0];
}

/** Writes over or removes what the classification says, and tells how many rows of each table. */
async function erase(
  sql: TenantSql,
  holdings: readonly Holding[],
  about: readonly unknown[],
): Promise<Readonly<Record<string, number>>> {
  const changed: Record<string, number> = {};
  for (const holding of holdings) {
    const statement = statementOf(holding);
    if (statement === undefined) continue;
    const { rowCount } = await sql.query(statement, about);
    if (rowCount > 0) changed[holding.table] = rowCount;
  }
  return changed;
}

function statementOf({ table, rows }: Holding): string | undefined {
  const personal = Object.entries(COLUMNS[table]?.personal ?? {});
  const where = `WHERE ${inTenant(table)} AND ${rows} AND ${ABOUT}`;
  if (personal.some(([, column]) => column.of === "customer" && column.fate === "removed"))
    return `DELETE FROM ${table} t ${where}`;
  const written = personal.flatMap(([name, column]) =>
    column.of === "customer" && column.fate === "erased" ? [`${name} = ${column.to}`] : [],
  );
  return written.length === 0 ? undefined : `UPDATE ${table} t SET ${written.join(", ")} ${where}`;
}
