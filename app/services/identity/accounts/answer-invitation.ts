import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withIdentity } from "#app/platform/database.ts";
import type { Session } from "#app/platform/session.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { CustomerAccess } from "#app/policies/customer-access.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";

export interface ReceivedInvitation {
  readonly id: string;
  readonly invitedBy: string;
  readonly access: CustomerAccess;
  readonly expiresAt: string;
}

/** Invitations to the telephone number that the person has proved to be theirs. */
export async function listReceivedInvitations(scope: Scope, session: Session): Promise<ReceivedInvitation[]> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ id: string; invited_by_name: string; access: CustomerAccess; expires_at: Date }>(
      `SELECT i.id, i.invited_by_name, i.access, i.expires_at
       FROM identity.account_invitation i
       JOIN identity.person p ON p.tenant_id = i.tenant_id AND p.phone = i.phone
       WHERE i.tenant_id = $1 AND p.id = $2 AND i.answered_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
       ORDER BY i.id`,
      [scope.tenantId, session.userId],
    ),
  );
  return rows.map(({ id, invited_by_name, access, expires_at }) => ({
    id,
    invitedBy: invited_by_name,
    access,
    expiresAt: expires_at.toISOString(),
  }));
}

/** Takes an invitation or declines it. @throws NOT_FOUND for one that is not to this person, was answered, taken back or has run out */
export async function answerInvitation(
  scope: Scope,
  session: Session,
  { id, accept }: { id: string; accept: boolean },
): Promise<void> {
  await withIdentity(async (sql) => {
    const answered = await answer(sql, scope.tenantId, session.userId, accept, id);
    const [invitation] = answered;
    if (invitation === undefined) throw commonError("NOT_FOUND");
    await auditAnswer(sql, scope, session.userId, invitation, accept);
  });
}

/**
 * Takes every open invitation to the telephone that a person has just proved: for somebody who has no account yet and came
 * by one. Returns the customers.
 */
export async function takeInvitations(sql: TenantSql, scope: Scope, personId: string): Promise<string[]> {
  const taken = await answer(sql, scope.tenantId, personId, true, null);
  for (const invitation of taken) await auditAnswer(sql, scope, personId, invitation, true);
  return taken.map(({ customer_id }) => customer_id);
}

interface Answered {
  readonly customer_id: string;
  readonly access: CustomerAccess;
}

async function answer(
  sql: TenantSql,
  tenantId: string,
  personId: string,
  accept: boolean,
  id: string | null,
): Promise<Answered[]> {
  const { rows } = await sql.query<{ customer_id: string; access: CustomerAccess }>(
    `UPDATE identity.account_invitation i SET answered_at = now(), accepted_by = CASE WHEN $3 THEN p.id END
     FROM identity.person p
     WHERE i.tenant_id = $1 AND p.tenant_id = $1 AND p.id = $2 AND p.phone = i.phone AND ($4::uuid IS NULL OR i.id = $4)
       AND i.answered_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
     RETURNING i.customer_id, i.access`,
    [tenantId, personId, accept, id],
  );
  if (accept)
    // Who has more already keeps it.
    for (const { customer_id, access } of rows)
      await sql.query(
        `INSERT INTO identity.customer_login (tenant_id, person_id, customer_id, access, created_at)
         VALUES ($1, $2, $3, $4, now()) ON CONFLICT DO NOTHING`,
        [tenantId, personId, customer_id, access],
      );
  return rows;
}

async function auditAnswer(
  sql: TenantSql,
  scope: Scope,
  personId: string,
  { customer_id: customerId, access }: Answered,
  accept: boolean,
): Promise<void> {
  await auditIdentity(sql, scope, {
    action: accept ? "accept" : "decline",
    noun: "accountShare",
    nounId: customerId,
    after: { personId, access },
  });
}
