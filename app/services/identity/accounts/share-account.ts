import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { CustomerAccess } from "#app/policies/customer-access.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { countTry } from "../allowance.ts";
import { identityError } from "../errors.ts";
import { tell } from "../messages/tell.ts";
import { maskPhone, phoneOf } from "../phone.ts";

/** Somebody who may act for the account. */
export interface SharedWith {
  readonly personId: string;
  readonly name: string;
  /** Masked; null where none was proved. */
  readonly phone: string | null;
  readonly access: CustomerAccess;
  readonly since: string;
  readonly self: boolean;
}

export interface OpenInvitation {
  readonly id: string;
  /** As it was typed: the owner wrote it themselves. */
  readonly phone: string;
  readonly access: CustomerAccess;
  readonly expiresAt: string;
}

const INVITATION_LIFE = "14 days";
const PEOPLE_MAX = 20;

/** The account of a scope: it is always the one that the session acts for. */
function accountOf({ customerId }: Scope): string {
  if (customerId === undefined) throw commonError("FORBIDDEN");
  return customerId;
}

export async function listShares(
  scope: Scope,
): Promise<{ people: readonly SharedWith[]; invitations: readonly OpenInvitation[] }> {
  const of = [scope.tenantId, accountOf(scope)];
  return withIdentity(async (sql) => {
    const { rows: people } = await sql.query<{
      id: string;
      name: string;
      phone: string | null;
      access: CustomerAccess;
      since: Date;
    }>(
      `SELECT p.id, p.name, p.phone, l.access, l.created_at AS since
       FROM identity.customer_login l JOIN identity.person p ON p.tenant_id = l.tenant_id AND p.id = l.person_id
       WHERE l.tenant_id = $1 AND l.customer_id = $2 ORDER BY l.created_at, p.id LIMIT 100`,
      of,
    );
    const { rows: invitations } = await sql.query<{
      id: string;
      phone: string;
      access: CustomerAccess;
      expires_at: Date;
    }>(
      `SELECT id, phone, access, expires_at FROM identity.account_invitation
       WHERE tenant_id = $1 AND customer_id = $2 AND answered_at IS NULL AND revoked_at IS NULL AND expires_at > now() ORDER BY id`,
      of,
    );
    return {
      people: people.map(({ id, name, phone, access, since }) => ({
        personId: id,
        name,
        phone: phone && maskPhone(phone),
        access,
        since: since.toISOString(),
        self: id === scope.actor.id,
      })),
      invitations: invitations.map(({ id, phone, access, expires_at }) => ({
        id,
        phone,
        access,
        expiresAt: expires_at.toISOString(),
      })),
    };
  });
}

/**
 * Invites whoever has the telephone number to the account; the right of an open invitation to it is replaced. Whether
 * somebody with that number is known here is not told.
 * @throws PHONE_INVALID, TOO_OFTEN, SHARED_TOO_WIDELY
 */
export async function inviteToAccount(
  scope: Scope,
  input: { readonly phone: string; readonly access: CustomerAccess },
  { locale, link }: { readonly locale: Locale; readonly link: string },
): Promise<{ id: string }> {
  const customerId = accountOf(scope);
  const phone = phoneOf(input.phone);
  await countTry({ kind: "ask-target", key: `share:${customerId}`, max: 20, minutes: 24 * 60 });
  const id = await withIdentity(async (sql) => {
    const { rows: count } = await sql.query<{ people: number }>(
      `SELECT ((SELECT count(*) FROM identity.customer_login WHERE tenant_id = $1 AND customer_id = $2)
         + (SELECT count(*) FROM identity.account_invitation WHERE tenant_id = $1 AND customer_id = $2
            AND answered_at IS NULL AND revoked_at IS NULL AND expires_at > now() AND phone <> $3))::int AS people`,
      [scope.tenantId, customerId, phone],
    );
    if ((count[0]?.people ?? 0) >= PEOPLE_MAX) throw identityError("SHARED_TOO_WIDELY", { max: PEOPLE_MAX });
    const { rows } = await sql.query<{ id: string }>(
      `INSERT INTO identity.account_invitation (tenant_id, id, customer_id, phone, access, invited_by, invited_by_name, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now(), now() + $8::interval)
       ON CONFLICT (tenant_id, customer_id, phone) WHERE answered_at IS NULL AND revoked_at IS NULL
       DO UPDATE SET access = excluded.access, expires_at = excluded.expires_at, invited_by = excluded.invited_by,
         invited_by_name = excluded.invited_by_name
       RETURNING id`,
      [
        scope.tenantId,
        newId(),
        customerId,
        phone,
        input.access,
        scope.actor.id,
        scope.actor.name,
        INVITATION_LIFE,
      ],
    );
    const kept = rows[0]?.id ?? "";
    await auditIdentity(sql, scope, {
      action: "invite",
      noun: "accountShare",
      nounId: customerId,
      after: { phone: maskPhone(phone), access: input.access },
    });
    return kept;
  });
  await tell(scope.tenantId, {
    template: "account-shared",
    to: { channel: "sms", address: phone, locale },
    data: { invitedBy: scope.actor.name, link },
    key: `account-shared:${id}`,
  });
  return { id };
}

/** Takes an open invitation back. @throws NOT_FOUND */
export async function revokeInvitation(scope: Scope, { id }: { id: string }): Promise<void> {
  const customerId = accountOf(scope);
  await withIdentity(async (sql) => {
    const { rowCount } = await sql.query(
      `UPDATE identity.account_invitation SET revoked_at = now()
       WHERE tenant_id = $1 AND customer_id = $2 AND id = $3 AND answered_at IS NULL AND revoked_at IS NULL`,
      [scope.tenantId, customerId, id],
    );
    if (rowCount === 0) throw commonError("NOT_FOUND");
    await auditIdentity(sql, scope, { action: "revoke", noun: "accountShare", nounId: customerId });
  });
}

/**
 * Gives somebody another right on the account, or (null) none any more, which counts from their next request on.
 * @throws NOT_FOUND, LAST_OWNER
 */
export async function setAccess(
  scope: Scope,
  { personId, access }: { personId: string; access: CustomerAccess | null },
): Promise<void> {
  const customerId = accountOf(scope);
  await withIdentity(async (sql) => {
    const before = await lockAccess(sql, scope.tenantId, customerId, personId);
    if (access === null)
      await sql.query(
        "DELETE FROM identity.customer_login WHERE tenant_id = $1 AND customer_id = $2 AND person_id = $3",
        [scope.tenantId, customerId, personId],
      );
    else
      await sql.query(
        "UPDATE identity.customer_login SET access = $4 WHERE tenant_id = $1 AND customer_id = $2 AND person_id = $3",
        [scope.tenantId, customerId, personId, access],
      );
    const owners = await sql.query(
      "SELECT 1 FROM identity.customer_login WHERE tenant_id = $1 AND customer_id = $2 AND access = 'owner'",
      [scope.tenantId, customerId],
    );
    if (owners.rowCount === 0) throw identityError("LAST_OWNER");
    await auditIdentity(sql, scope, {
      action: "share",
      noun: "accountShare",
      nounId: customerId,
      before: { personId, access: before },
      after: { personId, access },
    });
  });
}

/** Everybody of the account is locked, in one order, so that two owners cannot remove each other at one moment. */
async function lockAccess(
  sql: TenantSql,
  tenantId: string,
  customerId: string,
  personId: string,
): Promise<CustomerAccess> {
  const { rows } = await sql.query<{ person_id: string; access: CustomerAccess }>(
    `SELECT person_id, access FROM identity.customer_login WHERE tenant_id = $1 AND customer_id = $2
     ORDER BY person_id FOR UPDATE`,
    [tenantId, customerId],
  );
  const found = rows.find((row) => row.person_id === personId);
  if (found === undefined) throw commonError("NOT_FOUND");
  return found.access;
}
