import { commonError } from "#app/platform/common-errors.ts";
import { withIdentity } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { identityError } from "../errors.ts";

/**
 * Takes the second factor of a member of staff away, who has lost authenticator and recovery codes, and ends their sessions.
 * Not for somebody who works at another utility, too: one utility's administrator must not weaken the sign-in at another.
 * @throws NOT_FOUND for who is no member, SECOND_FACTOR_SHARED
 */
export async function resetSecondFactor(scope: Scope, { personId }: { personId: string }): Promise<void> {
  await withIdentity(async (sql) => {
    const { rows } = await sql.query<{ tenant_id: string }>(
      "SELECT tenant_id FROM identity.membership WHERE person_id = $1 ORDER BY tenant_id FOR UPDATE",
      [personId],
    );
    if (!rows.some((row) => row.tenant_id === scope.tenantId)) throw commonError("NOT_FOUND");
    if (rows.length > 1) throw identityError("SECOND_FACTOR_SHARED");
    const { rowCount } = await sql.query("DELETE FROM identity.totp WHERE person_id = $1", [personId]);
    if (rowCount === 0) return;
    await sql.query("DELETE FROM identity.recovery_code WHERE person_id = $1", [personId]);
    await sql.query("DELETE FROM identity.session WHERE person_id = $1", [personId]);
    await auditIdentity(sql, scope, {
      action: "reset-second-factor",
      noun: "member",
      nounId: personId,
    });
  });
}
