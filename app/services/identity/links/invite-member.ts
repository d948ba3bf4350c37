import { commonError } from "#app/platform/common-errors.ts";
import { withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { StaffRole } from "#app/policies/policy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { countTry } from "../allowance.ts";
import { identityError } from "../errors.ts";
import { tell } from "../messages/tell.ts";
import { hashToken, newToken } from "../token.ts";

const INVITATION_DAYS = 7;

export interface MemberInvitation {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Null: by the operator of the installation. */
  readonly invitedBy: string | null;
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly expired: boolean;
}

interface Delivery {
  readonly locale: Locale;
  /** Who invites, as the letter names them; left out: the actor. */
  readonly from?: string;
  readonly linkTo: (token: string) => string;
}

/** Invitations that nobody has taken yet, the newest first. */
export async function listInvitations(scope: Scope): Promise<MemberInvitation[]> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{
      id: string;
      email: string;
      name: string;
      roles: string[];
      by: string | null;
      sent_at: Date;
      expires_at: Date;
      expired: boolean;
    }>(
      `SELECT i.id, i.email, i.name, i.roles, p.name AS by, i.sent_at, i.expires_at, i.expires_at <= now() AS expired
       FROM identity.invitation i LEFT JOIN identity.person p ON p.id = i.invited_by
       WHERE i.tenant_id = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL ORDER BY i.id DESC LIMIT 200`,
      [scope.tenantId],
    ),
  );
  return rows.map(({ by, sent_at, expires_at, ...row }) => ({
    ...row,
    invitedBy: by,
    sentAt: sent_at.toISOString(),
    expiresAt: expires_at.toISOString(),
  }));
}

/** Invites somebody by e-mail, with the roles they will have. @throws INVITED_ALREADY, MEMBER_ALREADY, TOO_OFTEN */
export async function inviteMember(
  scope: Scope,
  input: { readonly email: string; readonly name: string; readonly roles: readonly StaffRole[] },
  delivery: Delivery,
): Promise<{ id: string }> {
  await countTry({ kind: "ask-tenant", key: `invite:${scope.tenantId}`, max: 200, minutes: 24 * 60 });
  const email = input.email.toLowerCase();
  const [id, token] = [newId(), newToken()];
  await withIdentity(async (sql) => {
    const member = await sql.query(
      `SELECT 1 FROM identity.membership m JOIN identity.person p ON p.id = m.person_id
       WHERE m.tenant_id = $1 AND (p.login = $2 OR p.email = $2)`,
      [scope.tenantId, email],
    );
    if (member.rowCount > 0) throw identityError("MEMBER_ALREADY", { email }, { path: "email" });
    const { rowCount } = await sql.query(
      `INSERT INTO identity.invitation (id, tenant_id, email, name, roles, token_hash, invited_by, created_at, sent_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now(), now(), now() + $8::interval)
       ON CONFLICT (tenant_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL DO NOTHING`,
      [id, scope.tenantId, email, input.name, input.roles, hashToken(token), scope.actor.id ?? null, LIFE],
    );
    if (rowCount === 0) throw identityError("INVITED_ALREADY", { email }, { path: "email" });
    await auditIdentity(sql, scope, {
      action: "invite",
      noun: "member",
      nounId: id,
      after: { email, name: input.name, roles: input.roles },
    });
  });
  await send(scope, { id, email, name: input.name }, token, delivery);
  return { id };
}

/** Sends it anew, with a new link; the one before is worth nothing. @throws NOT_FOUND, TOO_OFTEN */
export async function resendInvitation(
  scope: Scope,
  { id }: { id: string },
  delivery: Delivery,
): Promise<void> {
  await countTry({ kind: "ask-target", key: `invite:${id}`, max: 5, minutes: 60 });
  const token = newToken();
  const invitation = await withIdentity(async (sql) => {
    const { rows } = await sql.query<{ id: string; email: string; name: string }>(
      `UPDATE identity.invitation SET token_hash = $3, sent_at = now(), expires_at = now() + $4::interval
       WHERE tenant_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL RETURNING id, email, name`,
      [scope.tenantId, id, hashToken(token), LIFE],
    );
    if (rows[0] === undefined) throw commonError("NOT_FOUND");
    await auditIdentity(sql, scope, { action: "resend", noun: "member", nounId: id });
    return rows[0];
  });
  await send(scope, invitation, token, delivery);
}

/** Takes it back. @throws NOT_FOUND */
export async function revokeMemberInvitation(scope: Scope, { id }: { id: string }): Promise<void> {
  await withIdentity(async (sql) => {
    const { rowCount } = await sql.query(
      `UPDATE identity.invitation SET revoked_at = now()
       WHERE tenant_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL`,
      [scope.tenantId, id],
    );
    if (rowCount === 0) throw commonError("NOT_FOUND");
    await auditIdentity(sql, scope, { action: "revoke", noun: "member", nounId: id });
  });
}

const LIFE = `${INVITATION_DAYS} days`;

async function send(
  scope: Scope,
  { id, email, name }: { id: string; email: string; name: string },
  token: string,
  { locale, from = scope.actor.name, linkTo }: Delivery,
): Promise<void> {
  await tell(scope.tenantId, {
    template: "staff-invitation",
    to: { channel: "email", address: email, locale },
    data: { name, invitedBy: from, days: INVITATION_DAYS },
    secret: { link: linkTo(token) },
    key: `staff-invitation:${id}:${hashToken(token).toString("base64url").slice(0, 16)}`,
  });
}
