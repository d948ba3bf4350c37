import { commonError } from "#app/platform/common-errors.ts";
import { withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { type AttemptKeys, clearAttempts, countAttempt } from "./attempts.ts";
import { identityError } from "./errors.ts";
import { SESSION_LIFE } from "./find-session.ts";
import { loginOf } from "./login.ts";
import { passwordFits } from "./password.ts";
import { hashToken, newToken } from "./token.ts";

export interface SignIn {
  /** The utility whose page the person stands on. */
  readonly slug: string;
  readonly as: "staff" | "customer";
  readonly login: string;
  readonly password: string;
  readonly ip: string | undefined;
  readonly agent: string;
  readonly requestId: string;
}

interface Known {
  id: string;
  name: string;
  secret: string;
  is_member: boolean;
  customer_id: string | null;
}

/**
 * Signs a person in at one utility and returns the session's token, which only the cookie may hold.
 * Nothing in the answer or its time tells whether a login is known.
 * @throws SIGN_IN_FAILED, SIGN_IN_LOCKED, NOT_A_MEMBER (the password was right), UTILITY_UNKNOWN
 */
export async function signIn(input: SignIn): Promise<{ token: string }> {
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
  return { token: await openSession(tenantId, person, keys, input) };
}

async function tenantOf(slug: string): Promise<string> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ id: string }>("SELECT id FROM platform.tenant WHERE slug = $1", [slug]),
  );
  if (rows[0] === undefined) throw commonError("UTILITY_UNKNOWN");
  return rows[0].id;
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

async function openSession(
  tenantId: string,
  person: Known,
  keys: AttemptKeys,
  input: SignIn,
): Promise<string> {
  const token = newToken();
  const id = newId();
  const life = SESSION_LIFE[input.as];
  const customerId = input.as === "customer" ? person.customer_id : null;
  const scope: Scope = {
    tenantId,
    readable: [tenantId],
    ...(customerId === null ? {} : { customerId }),
    actor: { kind: input.as, id: person.id, name: person.name },
    requestId: input.requestId,
    ...(input.ip === undefined ? {} : { ip: input.ip }),
  };
  await withIdentity(async (sql) => {
    await clearAttempts(sql, keys);
    await sql.query(
      `INSERT INTO identity.session
       (token_hash, id, tenant_id, person_id, kind, customer_id, created_at, seen_at, expires_at, ends_at, ip, agent)
       VALUES ($1, $2, $3, $4, $5, $6, now(), now(), now() + $7::interval, now() + $8::interval, $9::inet, $10)`,
      [
        hashToken(token),
        id,
        tenantId,
        person.id,
        input.as,
        customerId,
        life.idle,
        life.longest,
        input.ip ?? null,
        input.agent.slice(0, 300),
      ],
    );
    await auditIdentity(sql, scope, { action: "sign-in", noun: "session", nounId: id });
  });
  return token;
}
