import type { TenantSql } from "#app/platform/database.ts";
import { BLOCKERS, type Blocker, blockerWords } from "./erasure-states.ts";
import { privacyError } from "./errors.ts";

/** What of a customer must end first: data that a running contract needs may not be erased (GB/T 35273-2020, 5.6 and 8.3). */
export async function blockersOf(
  sql: TenantSql,
  tenantId: string,
  customerId: string,
): Promise<readonly Blocker[]> {
  const { rows } = await sql.query<Record<Blocker, boolean>>(BLOCKED, [tenantId, customerId]);
  return BLOCKERS.filter((blocker) => rows[0]?.[blocker]);
}

/** @throws ERASURE_BLOCKED with what stands in the way */
export async function requireUnblocked(sql: TenantSql, tenantId: string, customerId: string): Promise<void> {
  const blockers = await blockersOf(sql, tenantId, customerId);
  if (blockers.length === 0) return;
  const why = blockerWords(blockers);
  throw privacyError("ERASURE_BLOCKED", { why: why.en, whyZh: why["zh-CN"] });
}

const BLOCKED = `SELECT
  EXISTS (SELECT 1 FROM agreement a WHERE a.tenant_id = $1 AND a.customer_id = $2 AND (a.end_on IS NULL OR a.end_on > now()::date)) AS agreement,
  EXISTS (SELECT 1 FROM bill b WHERE b.tenant_id = $1 AND b.customer_id = $2
    AND (b.state = 'draft' OR b.state = 'posted' AND b.paid < b.total)) AS "openBill",
  EXISTS (SELECT 1 FROM service_case c WHERE c.tenant_id = $1 AND c.customer_id = $2 AND c.state IN ('open', 'held')) AS "openCase",
  EXISTS (SELECT 1 FROM payment_intent i WHERE i.tenant_id = $1 AND i.customer_id = $2 AND i.closed_at IS NULL AND i.expires_at > now()) AS "openPayment"`;
