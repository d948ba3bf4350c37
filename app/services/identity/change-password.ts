import { withIdentity } from "#app/platform/database.ts";
import type { Session } from "#app/platform/session.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { countAttempt } from "./attempts.ts";
import { identityError } from "./errors.ts";
import { hashPassword, passwordFits } from "./password.ts";

/**
 * Sets a new password, given the present one, and ends the person's other sessions at every utility: whoever else knew
 * the old one is out.
 * @throws PASSWORD_WRONG, PASSWORD_WEAK, SIGN_IN_LOCKED (guessing the present one is guessing)
 */
export async function changePassword(
  scope: Scope,
  session: Session,
  input: { readonly current: string; readonly next: string },
): Promise<void> {
  const key = `change:${session.userId}`;
  await withIdentity((sql) => countAttempt(sql, { login: key, ip: scope.ip }));
  const { rows } = await withIdentity((sql) =>
    sql.query<{ secret: string }>(
      "SELECT secret FROM identity.credential WHERE person_id = $1 AND kind = 'password'",
      [session.userId],
    ),
  );
  if (!(await passwordFits(rows[0]?.secret, input.current)))
    throw identityError("PASSWORD_WRONG", {}, { path: "current" });
  const secret = await hashPassword(input.next);
  await withIdentity(async (sql) => {
    await sql.query("DELETE FROM identity.attempt WHERE kind = 'login' AND key = $1", [key]);
    await sql.query(
      "UPDATE identity.credential SET secret = $2, changed_at = now() WHERE person_id = $1 AND kind = 'password'",
      [session.userId, secret],
    );
    await sql.query("DELETE FROM identity.session WHERE person_id = $1 AND id <> $2", [
      session.userId,
      session.id,
    ]);
    await auditIdentity(sql, scope, { action: "change-password", noun: "person", nounId: session.userId });
  });
}
