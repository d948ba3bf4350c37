import { publish } from "#app/jobs/subscriptions.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { releaseErrors } from "./errors.ts";
import { lockReleases } from "./write-release.ts";

const fail = errorsOf(releaseErrors);

/**
 * Puts another release in force. Nothing is written but which one it is: releases stay, business data stays, bills and cases
 * keep the release they were made under. A tariff version by which a bill was posted cannot be withdrawn.
 * Throws RELEASE_UNKNOWN, RELEASE_IN_FORCE, TARIFF_IN_USE.
 * @param now when it comes into force
 */
export async function rollBack(
  scope: Scope,
  { number, now }: { readonly number: number; readonly now: Date },
): Promise<{ readonly from: number; readonly to: number }> {
  return withTenantSql(scope, async (sql) => {
    // Against a publication, or another rollback, at the same moment.
    await lockReleases(sql, scope.tenantId);
    const { rows } = await sql.query<{ current: number; known: boolean }>(
      `SELECT c.release_number AS current, EXISTS (
          SELECT 1 FROM release r WHERE r.tenant_id = $1 AND r.number = $2) AS known
         FROM release_current c WHERE c.tenant_id = $1`,
      [scope.tenantId, number],
    );
    const found = rows[0];
    if (found === undefined || !found.known) throw fail("RELEASE_UNKNOWN", { number });
    if (found.current === number) throw fail("RELEASE_IN_FORCE", { number });
    await refuseWithdrawal(sql, scope.tenantId, found.current, number);
    await sql.query("UPDATE release_current SET release_number = $2, since = $3 WHERE tenant_id = $1", [
      scope.tenantId,
      number,
      now,
    ]);
    await audit(sql, scope, {
      action: "roll-back",
      noun: "blueprint",
      nounId: String(number),
      before: { release: found.current },
      after: { release: number },
    });
    await publish(sql, "release.published", { number });
    return { from: found.current, to: number };
  });
}

/** Tariff versions of the release in force that the other does not hold, and by which bills stand. */
async function refuseWithdrawal(
  sql: TenantSql,
  tenantId: string,
  current: number,
  other: number,
): Promise<void> {
  const { rows } = await sql.query<{ key: string; bills: number }>(
    `SELECT i.key, count(*)::int AS bills
       FROM release_item i
       JOIN bill b ON b.tenant_id = i.tenant_id AND b.tariff_key = i.key AND b.tariff_hash = i.item_hash AND b.state = 'posted'
       LEFT JOIN release_item o
         ON o.tenant_id = i.tenant_id AND o.release_number = $3 AND o.kind = i.kind AND o.key = i.key
      WHERE i.tenant_id = $1 AND i.release_number = $2 AND i.kind = 'tariff' AND o.item_hash IS DISTINCT FROM i.item_hash
      GROUP BY i.key ORDER BY i.key`,
    [tenantId, current, other],
  );
  const bills = rows.reduce((sum, row) => sum + row.bills, 0);
  if (bills > 0)
    throw fail("TARIFF_IN_USE", { number: other, bills, tariffs: rows.map(({ key }) => key).join(", ") });
}
