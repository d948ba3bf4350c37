import { withIdentity } from "#app/platform/database.ts";
import { afterFirstFactor, type SignedIn } from "./after-first-factor.ts";
import { type AttemptKeys, clearAttempts, countAttempt } from "./attempts.ts";
import { identityError } from "./errors.ts";
import { loginOf } from "./login.ts";
import type { Proven, SignInRequest } from "./open-session.ts";
import { passwordFits } from "./password.ts";
import { tenantOf } from "./tenant-of.ts";

export interface SignIn extends SignInRequest {
  /** The utility whose page the person stands on. */
  readonly slug: string;
  readonly as: "staff" | "customer";
  readonly login: string;
  readonly password: string;
}

interface Known {
  id: string;
  name: string;
  secret: string;
  is_member: boolean;
  customer_id: string | null;
}

/**
 * Signs a person in at one utility by password. Nothing in the answer or its time tells whether a login is known.
 * @throws SIGN_IN_FAILED, SIGN_IN_LOCKED, NOT_A_MEMBER (the password was right), UTILITY_UNKNOWN
 */
export async function signIn(input: SignIn): Promise<SignedIn> {
  const login = loginOf(input.login);
  const tenantId = await tenantOf(input.slug);
  const keys: AttemptKeys = { login: `${input.as === "staff" ? "staff" : tenantId}:${login}`, ip: input.ip };
  // In a transaction of its own: it must stay counted when what follows fails.
  const left = await withIdentity((sql) => countAttempt(sql, keys));
  const person = await findPerson(tenantId, input.as, login);
  if (!(await passwordFits(person?.secret, input.password)) || person === undefined)
    throw left === 0
      ? identityError("SIGN_IN_LOCKED", { minutes: 15 })
      : identityError("SIGN_IN_FAILED", { left });
  if (input.as === "staff" ? !person.is_member : person.customer_id === null)
    throw identityError("NOT_A_MEMBER");
  const proven: Proven = {
    tenantId,
    personId: person.id,
    name: person.name,
    as: input.as,
    customerId: input.as === "customer" ? person.customer_id : null,
    method: "password",
  };
  return afterFirstFactor(proven, input, { alongside: (sql) => clearAttempts(sql, keys) });
}

async function findPerson(tenantId: string, as: SignIn["as"], login: string): Promise<Known | undefined> {
  const { rows } = await withIdentity((sql) =>
    sql.query<Known>(
      `SELECT p.id, p.name, c.secret, m.person_id IS NOT NULL AS is_member, l.customer_id
       FROM identity.person p
       JOIN identity.credential c ON c.person_id = p.id AND c.kind = 'password'
       LEFT JOIN identity.membership m ON m.tenant_id = $1 AND m.person_id = p.id
       LEFT JOIN LATERAL (
         SELECT customer_id FROM identity.customer_login WHERE tenant_id = $1 AND person_id = p.id
         ORDER BY created_at, customer_id LIMIT 1
       ) l ON true
       WHERE p.login = $2 AND p.tenant_id IS NOT DISTINCT FROM $3 AND p.disabled_at IS NULL`,
      [tenantId, login, as === "staff" ? null : tenantId],
    ),
  );
  return rows[0];
}
