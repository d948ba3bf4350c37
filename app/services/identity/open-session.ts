import { type TenantSql, withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { deviceOf } from "./device.ts";
import { SESSION_LIFE } from "./find-session.ts";
import { tellQuietly } from "./messages/tell.ts";
import { hashToken, newToken } from "./token.ts";

/** What is known of the request by which somebody signs in. */
export interface SignInRequest {
  readonly ip: string | undefined;
  readonly agent: string;
  readonly requestId: string;
  /** The token of this browser, if it was here before. */
  readonly device?: string | undefined;
}

/** Somebody who has proved who they are, at one utility. */
export interface Proven {
  readonly tenantId: string;
  readonly personId: string;
  readonly name: string;
  readonly as: "staff" | "customer";
  /** The account a customer acts for first. */
  readonly customerId: string | null;
  readonly method: "password" | "code" | "oidc";
}

/** A session, and the token by which the browser is known again. Both belong into cookies only. */
export interface OpenedSession {
  readonly token: string;
  readonly device: string;
  /** A browser that was not seen before, of a person who has been seen on another. */
  readonly newDevice: boolean;
}

/** On whose behalf what somebody does while they sign in is recorded. */
export function scopeOfProven(proven: Proven, { requestId, ip }: SignInRequest): Scope {
  return {
    tenantId: proven.tenantId,
    readable: [proven.tenantId],
    ...(proven.customerId === null ? {} : { customerId: proven.customerId }),
    actor: { kind: proven.as, id: proven.personId, name: proven.name },
    requestId,
    ...(ip === undefined ? {} : { ip }),
  };
}

/** Opens a session for somebody who has proved everything that is asked of them. */
export async function openSession(
  proven: Proven,
  request: SignInRequest,
  {
    secondFactor,
    alongside,
  }: {
    readonly secondFactor: boolean;
    /** Done in the same transaction. */
    readonly alongside?: (sql: TenantSql) => Promise<void>;
  },
): Promise<OpenedSession> {
  const token = newToken();
  const id = newId();
  const life = SESSION_LIFE[proven.as];
  const opened = await withIdentity(async (sql) => {
    await alongside?.(sql);
    await sql.query(
      `INSERT INTO identity.session (token_hash, id, tenant_id, person_id, kind, customer_id, created_at, seen_at, expires_at,
         ends_at, ip, agent, method, second_factor)
       VALUES ($1, $2, $3, $4, $5, $6, now(), now(), now() + $7::interval, now() + $8::interval, $9::inet, $10, $11, $12)`,
      [
        hashToken(token),
        id,
        proven.tenantId,
        proven.personId,
        proven.as,
        proven.customerId,
        life.idle,
        life.longest,
        request.ip ?? null,
        request.agent.slice(0, 300),
        proven.method,
        secondFactor,
      ],
    );
    const device = await seeDevice(sql, proven.personId, request.device);
    await auditIdentity(sql, scopeOfProven(proven, request), {
      action: "sign-in",
      noun: "session",
      nounId: id,
      after: { method: proven.method, secondFactor },
    });
    return { token, ...device };
  });
  if (opened.newDevice) await tellOfDevice(proven, request, id);
  return opened;
}

/** So that a person hears of it who did not sign in there. Nobody waits for what may be wrong with it. */
async function tellOfDevice(
  { tenantId, personId, name }: Proven,
  { agent }: SignInRequest,
  sessionId: string,
): Promise<void> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ email: string | null }>("SELECT email FROM identity.person WHERE id = $1", [personId]),
  );
  const email = rows[0]?.email;
  if (email == null) return;
  await tellQuietly(tenantId, {
    template: "new-device",
    to: { channel: "email", address: email },
    data: { name, device: deviceOf(agent), at: new Date().toISOString() },
    key: `new-device:${sessionId}`,
  });
}

async function seeDevice(
  sql: TenantSql,
  personId: string,
  given: string | undefined,
): Promise<{ device: string; newDevice: boolean }> {
  if (given !== undefined) {
    const { rowCount } = await sql.query(
      "UPDATE identity.device SET last_seen_at = now() WHERE person_id = $1 AND device_hash = $2",
      [personId, hashToken(given)],
    );
    if (rowCount === 1) return { device: given, newDevice: false };
  }
  // A token that this browser got for another person is kept: one browser, several people of a household.
  const device = given !== undefined && given.length === 43 ? given : newToken();
  const { rows } = await sql.query<{ others: boolean }>(
    `INSERT INTO identity.device (person_id, device_hash, first_seen_at, last_seen_at) VALUES ($1, $2, now(), now())
     ON CONFLICT (person_id, device_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at
     RETURNING EXISTS (SELECT 1 FROM identity.device o WHERE o.person_id = $1 AND o.device_hash <> $2) AS others`,
    [personId, hashToken(device)],
  );
  return { device, newDevice: rows[0]?.others ?? false };
}
