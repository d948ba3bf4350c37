import { withIdentity } from "#app/platform/database.ts";
import type { Session } from "#app/platform/session.ts";
import { countAttempt } from "./attempts.ts";
import { identityError } from "./errors.ts";
import { passwordFits } from "./password.ts";

/** How long a sign-in counts as fresh. */
const RECENT = "10 minutes";

/**
 * Asks somebody who is signed in for their password, before what only the person themselves may do. Guessing it here is
 * guessing: it is counted like a sign-in.
 * @throws PASSWORD_WRONG, SIGN_IN_LOCKED, RECENT_SIGN_IN_NEEDED, SIGN_ON_NOT_ENOUGH
 */
export async function checkOwnPassword(
  session: Session,
  password: string,
  ip: string | undefined,
  path = "password",
): Promise<void> {
  const key = `change:${session.userId}`;
  await withIdentity((sql) => countAttempt(sql, { login: key, ip }));
  const { rows } = await withIdentity((sql) =>
    sql.query<{ secret: string | null; recent: boolean; shared: boolean }>(
      `SELECT c.secret, s.created_at > now() - $2::interval AS recent,
         s.method = 'oidc' AND EXISTS (SELECT 1 FROM identity.membership m WHERE m.person_id = s.person_id AND m.tenant_id <> s.tenant_id) AS shared
       FROM identity.session s
       LEFT JOIN identity.credential c ON c.person_id = s.person_id AND c.kind = 'password' WHERE s.id = $1`,
      [session.id, RECENT],
    ),
  );
  const [own] = rows;
  // Who signs in by telephone code or the utility's own sign-on has no password: then a fresh sign-in stands for it.
  // But what one utility's provider says must not change who somebody is at another.
  if (own?.secret === null && own.shared) throw identityError("SIGN_ON_NOT_ENOUGH");
  if (own?.secret === null && !own.recent) throw identityError("RECENT_SIGN_IN_NEEDED");
  if (own?.secret !== null && !(await passwordFits(own?.secret, password)))
    throw identityError("PASSWORD_WRONG", {}, { path });
  await withIdentity((sql) =>
    sql.query("DELETE FROM identity.attempt WHERE kind = 'login' AND key = $1", [key]),
  );
}
