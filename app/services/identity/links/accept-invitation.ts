import { type TenantSql, withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { countAttempt } from "../attempts.ts";
import { identityError } from "../errors.ts";
import { hashPassword, passwordFits } from "../password.ts";
import { passwordContext } from "../password-context.ts";
import { setPassword } from "../set-password.ts";
import { hashToken } from "../token.ts";

export interface ShownInvitation {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Somebody with this login is known (from another utility): their own password is asked for, not a new one. */
  readonly known: boolean;
}

interface Found extends ShownInvitation {
  readonly id: string;
  readonly tenantId: string;
  readonly personId: string | null;
  readonly secret: string | null;
}

/** What an invitation offers, if its link is still good. @throws LINK_GONE */
export async function showInvitation(slug: string, token: string): Promise<ShownInvitation> {
  const { email, name, roles, known } = await find(slug, token);
  return { email, name, roles, known };
}

/**
 * Takes an invitation: who is new gets a login (the e-mail, which the link has proved) and sets a password; who is known
 * proves by their password that it is them, and gets the roles beside those they have elsewhere.
 * @throws LINK_GONE, PASSWORD_WEAK and its kin, PASSWORD_WRONG, SIGN_IN_LOCKED
 */
export async function acceptInvitation(
  slug: string,
  token: string,
  input: { readonly name: string; readonly password: string },
  request: { readonly ip: string | undefined; readonly requestId: string },
): Promise<{ login: string }> {
  const invitation = await find(slug, token);
  const { tenantId, email } = invitation;
  if (invitation.known) {
    await withIdentity((sql) => countAttempt(sql, { login: `invitation:${email}`, ip: request.ip }));
    if (!(await passwordFits(invitation.secret, input.password)))
      throw identityError("PASSWORD_WRONG", {}, { path: "password" });
  }
  const secret = invitation.known
    ? null
    : await hashPassword(input.password, await passwordContext(tenantId, { login: email, name: input.name }));
  return withIdentity(async (sql) => {
    // Of two who bring the same link one gets through.
    const taken = await sql.query(
      `UPDATE identity.invitation SET accepted_at = now() WHERE id = $1 AND token_hash = $2
         AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()`,
      [invitation.id, hashToken(token)],
    );
    if (taken.rowCount === 0) throw identityError("LINK_GONE");
    const personId = invitation.personId ?? (await createStaff(sql, email, input.name, secret));
    await sql.query("UPDATE identity.invitation SET accepted_by = $2 WHERE id = $1", [
      invitation.id,
      personId,
    ]);
    await sql.query(
      `INSERT INTO identity.membership (tenant_id, person_id, roles, created_at) VALUES ($1, $2, $3, now())
       ON CONFLICT (tenant_id, person_id) DO NOTHING`,
      [tenantId, personId, invitation.roles],
    );
    await auditIdentity(sql, scopeOf(tenantId, personId, input.name || invitation.name, request), {
      action: "accept",
      noun: "member",
      nounId: personId,
      after: { email, roles: invitation.roles },
    });
    return { login: email };
  });
}

async function createStaff(
  sql: TenantSql,
  email: string,
  name: string,
  secret: string | null,
): Promise<string> {
  const id = newId();
  const made = await sql.query(
    `INSERT INTO identity.person (id, login, name, email, created_at) VALUES ($1, $2, $3, $2, now()) ON CONFLICT DO NOTHING`,
    [id, email, name],
  );
  // Somebody of this login appeared since the page was shown: then their password is asked for.
  if (made.rowCount === 0 || secret === null) throw identityError("LOGIN_TAKEN", { login: email });
  await setPassword(sql, id, secret);
  return id;
}

async function find(slug: string, token: string): Promise<Found> {
  const { rows } = await withIdentity((sql) =>
    sql.query<Omit<Found, "tenantId" | "personId"> & { tenant_id: string; person_id: string | null }>(
      `SELECT i.id, i.tenant_id, i.email, i.name, i.roles, p.id AS person_id, p.id IS NOT NULL AS known, c.secret
       FROM identity.invitation i JOIN platform.tenant t ON t.id = i.tenant_id
       LEFT JOIN identity.person p ON p.tenant_id IS NULL AND p.login = i.email AND p.disabled_at IS NULL
       LEFT JOIN identity.credential c ON c.person_id = p.id AND c.kind = 'password'
       WHERE i.token_hash = $1 AND t.slug = $2 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()`,
      [hashToken(token), slug],
    ),
  );
  const [row] = rows;
  if (row === undefined) throw identityError("LINK_GONE");
  const { tenant_id: tenantId, person_id: personId, ...invitation } = row;
  return { ...invitation, tenantId, personId };
}

function scopeOf(
  tenantId: string,
  id: string,
  name: string,
  { ip, requestId }: { ip: string | undefined; requestId: string },
): Scope {
  const actor = { kind: "staff" as const, id, name };
  return { ...systemScope(tenantId), actor, requestId, ...(ip === undefined ? {} : { ip }) };
}
