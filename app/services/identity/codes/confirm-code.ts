import { timingSafeEqual } from "node:crypto";
import { type TenantSql, withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Session } from "#app/platform/session.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { takeInvitations } from "../accounts/answer-invitation.ts";
import { afterFirstFactor, type SignedIn } from "../after-first-factor.ts";
import { identityError } from "../errors.ts";
import { type Proven, type SignInRequest, scopeOfProven } from "../open-session.ts";
import { maskPhone } from "../phone.ts";
import { hashToken } from "../token.ts";
import { codeHash } from "./request-code.ts";

const TRIES_MAX = 5;

/**
 * Takes the code that was sent: it proves the telephone. Who signs in by it comes to their accounts; who claims one gets
 * it as its owner, and a login with this telephone if they have none. Five wrong ones and the code is worth nothing.
 * @param session of a customer who is signed in already: then the claimed account becomes theirs
 * @throws CODE_WRONG with the tries that are left, CODE_GONE, CODE_NO_ACCOUNT
 */
export async function confirmCode(
  slug: string,
  token: string | undefined,
  code: string,
  request: SignInRequest,
  session: Session | null = null,
): Promise<SignedIn> {
  const sent = await checkCode(slug, token, code);
  const proven = await withIdentity(async (sql): Promise<Proven> => {
    // Of two who bring the same code one gets through.
    const { rowCount } = await sql.query("DELETE FROM identity.one_time_code WHERE token_hash = $1", [
      hashToken(token ?? ""),
    ]);
    if (rowCount === 0) throw identityError("CODE_GONE");
    const person = await personOf(sql, sent, session);
    const proved: Proven = {
      tenantId: sent.tenantId,
      personId: person.id,
      name: person.name,
      as: "customer",
      customerId: null,
      method: "code",
    };
    const scope = scopeOfProven(proved, request);
    if (person.isNew)
      await auditIdentity(sql, scope, {
        action: "create",
        noun: "person",
        nounId: person.id,
        after: { phone: maskPhone(sent.phone) },
      });
    if (sent.customerId !== null) {
      await sql.query(
        `INSERT INTO identity.customer_login AS l (tenant_id, person_id, customer_id, access, created_at)
         VALUES ($1, $2, $3, 'owner', now())
         ON CONFLICT (tenant_id, person_id, customer_id) DO UPDATE SET access = 'owner'`,
        [sent.tenantId, person.id, sent.customerId],
      );
      await auditIdentity(sql, scope, {
        action: "claim",
        noun: "customer",
        nounId: sent.customerId,
        after: { personId: person.id },
      });
    }
    const known = await firstAccount(sql, sent.tenantId, person.id);
    if (known === null) await takeInvitations(sql, scope, person.id);
    const customerId = sent.customerId ?? known ?? (await firstAccount(sql, sent.tenantId, person.id));
    if (customerId === null) throw identityError("CODE_NO_ACCOUNT");
    return { ...proved, customerId };
  });
  return afterFirstFactor(proven, request);
}

interface SentCode {
  readonly tenantId: string;
  readonly phone: string;
  readonly customerId: string | null;
}

/** The try is counted before the code is looked at, in a transaction of its own, so that guesses at one moment are guesses. */
async function checkCode(slug: string, token: string | undefined, typed: string): Promise<SentCode> {
  if (token === undefined) throw identityError("CODE_GONE");
  const code = typed.normalize("NFKC").replace(/\s/g, "");
  const { rows } = await withIdentity((sql) =>
    sql.query<{
      tenant_id: string;
      phone: string;
      customer_id: string | null;
      code_hash: Buffer;
      tries: number;
    }>(
      `UPDATE identity.one_time_code c SET tries = tries + 1 FROM platform.tenant t
       WHERE c.token_hash = $1 AND t.id = c.tenant_id AND t.slug = $2 AND c.expires_at > now() AND c.tries < $3
       RETURNING c.tenant_id, c.phone, c.customer_id, c.code_hash, c.tries`,
      [hashToken(token), slug, TRIES_MAX],
    ),
  );
  const [sent] = rows;
  if (sent === undefined) throw identityError("CODE_GONE");
  if (!timingSafeEqual(sent.code_hash, codeHash(token, code)))
    throw identityError("CODE_WRONG", { left: TRIES_MAX - sent.tries }, { path: "code" });
  return { tenantId: sent.tenant_id, phone: sent.phone, customerId: sent.customer_id };
}

/** Whose telephone it is; who has just proved it and is nobody yet becomes somebody. */
async function personOf(
  sql: TenantSql,
  { tenantId, phone, customerId }: SentCode,
  session: Session | null,
): Promise<{ id: string; name: string; isNew: boolean }> {
  if (customerId !== null && session?.kind === "customer" && session.tenantId === tenantId)
    return { id: session.userId, name: session.displayName, isNew: false };
  const { rows } = await sql.query<{ id: string; name: string; disabled: boolean }>(
    `SELECT id, name, disabled_at IS NOT NULL AS disabled FROM identity.person
     WHERE tenant_id = $1 AND (phone = $2 OR (phone IS NULL AND login = $2)) ORDER BY phone NULLS LAST LIMIT 1`,
    [tenantId, phone],
  );
  const [known] = rows;
  if (known?.disabled) throw identityError("CODE_NO_ACCOUNT");
  if (known !== undefined) {
    await sql.query("UPDATE identity.person SET phone = $2 WHERE id = $1 AND phone IS NULL", [
      known.id,
      phone,
    ]);
    return { id: known.id, name: known.name, isNew: false };
  }
  const id = newId();
  const name = maskPhone(phone);
  await sql.query(
    "INSERT INTO identity.person (id, tenant_id, login, name, phone, created_at) VALUES ($1, $2, $3, $4, $3, now())",
    [id, tenantId, phone, name],
  );
  return { id, name, isNew: true };
}

async function firstAccount(sql: TenantSql, tenantId: string, personId: string): Promise<string | null> {
  const { rows } = await sql.query<{ customer_id: string }>(
    `SELECT customer_id FROM identity.customer_login WHERE tenant_id = $1 AND person_id = $2
     ORDER BY created_at, customer_id LIMIT 1`,
    [tenantId, personId],
  );
  return rows[0]?.customer_id ?? null;
}
