import type { TenantSql } from "#app/platform/database.ts";
import { Decimal } from "#engines/kernel/decimal.ts";

/** Use in the calendar year before a period, from the bills that stand. */
export async function usedInYear(
  sql: TenantSql,
  tenantId: string,
  agreements: readonly { readonly id: string; readonly periodStart: string }[],
): Promise<Map<string, Decimal>> {
  const { rows } = await sql.query<{ id: string; used: string }>(
    `SELECT x.id, (SELECT coalesce(sum(b.usage), 0)::text FROM bill b
       WHERE b.tenant_id = $1 AND b.agreement_id = x.id AND b.state <> 'cancelled'
         AND b.period_start >= date_trunc('year', x.day)::date AND b.period_end <= x.day) AS used
     FROM unnest($2::uuid[], $3::date[]) AS x(id, day)`,
    [tenantId, agreements.map(({ id }) => id), agreements.map(({ periodStart }) => periodStart)],
  );
  return new Map(rows.map(({ id, used }) => [id, Decimal.parse(used)]));
}
