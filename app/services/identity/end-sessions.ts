import { withIdentity } from "#app/platform/database.ts";
import type { Session } from "#app/platform/session.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";

/** Ends sessions of the person in this utility: `id` one of them, `others` all but the present one. Returns how many. */
export async function endSessions(
  scope: Scope,
  session: Session,
  which: { readonly id: string } | "others",
): Promise<{ ended: number }> {
  return withIdentity(async (sql) => {
    const { rows } = await sql.query<{ id: string }>(
      `DELETE FROM identity.session WHERE person_id = $1 AND tenant_id = $2
       AND CASE WHEN $3::uuid IS NULL THEN id <> $4 ELSE id = $3 END RETURNING id`,
      [session.userId, scope.tenantId, which === "others" ? null : which.id, session.id],
    );
    for (const { id } of rows)
      await auditIdentity(sql, scope, { action: "sign-out", noun: "session", nounId: id });
    return { ended: rows.length };
  });
}
