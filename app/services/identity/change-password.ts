import { withIdentity } from "#app/platform/database.ts";
import type { Session } from "#app/platform/session.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { checkOwnPassword } from "./own-password.ts";
import { hashPassword } from "./password.ts";
import { passwordContext } from "./password-context.ts";
import { setPassword } from "./set-password.ts";

/**
 * Sets a new password, given the present one, and ends the person's other sessions at every utility: whoever else knew
 * the old one is out.
 * @throws PASSWORD_WRONG, PASSWORD_WEAK and its kin, SIGN_IN_LOCKED (guessing the present one is guessing)
 */
export async function changePassword(
  scope: Scope,
  session: Session,
  input: { readonly current: string; readonly next: string },
): Promise<void> {
  await checkOwnPassword(session, input.current, scope.ip, "current");
  const context = await passwordContext(scope.tenantId, { personId: session.userId });
  const secret = await hashPassword(input.next, context, "next");
  await withIdentity(async (sql) => {
    await setPassword(sql, session.userId, secret);
    await sql.query("DELETE FROM identity.session WHERE person_id = $1 AND id <> $2", [
      session.userId,
      session.id,
    ]);
    await auditIdentity(sql, scope, { action: "change-password", noun: "person", nounId: session.userId });
  });
}
