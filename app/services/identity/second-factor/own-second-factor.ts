import { withIdentity } from "#app/platform/database.ts";
import { seal } from "#app/platform/sealed.ts";
import type { Session } from "#app/platform/session.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { identityError } from "../errors.ts";
import { checkOwnPassword } from "../own-password.ts";
import { checkSecondFactor, SECRET_PURPOSE } from "./check-second-factor.ts";
import { confirmTotp } from "./confirm-totp.ts";
import { recoveryCodesLeft, renewRecoveryCodes } from "./recovery-codes.ts";
import { type Enrolment, enrolmentOf, newTotpSecret } from "./totp.ts";

export interface OwnSecondFactor {
  /** When it was set up; null when there is none. */
  readonly since: string | null;
  readonly recoveryCodesLeft: number;
  /** Whether the utility asks for it, so that it cannot be taken away. */
  readonly required: boolean;
}

export async function showSecondFactor(scope: Scope, session: Session): Promise<OwnSecondFactor> {
  return withIdentity(async (sql) => {
    const { rows } = await sql.query<{ since: Date | null; required: boolean }>(
      `SELECT (SELECT confirmed_at FROM identity.totp WHERE person_id = $2) AS since,
         EXISTS (SELECT 1 FROM identity.security_setting s WHERE s.tenant_id = $1 AND s.second_factor_roles && $3::text[]) AS required`,
      [scope.tenantId, session.userId, session.kind === "staff" ? session.roles : []],
    );
    const [row] = rows;
    return {
      since: row?.since?.toISOString() ?? null,
      recoveryCodesLeft: await recoveryCodesLeft(sql, session.userId),
      required: row?.required ?? false,
    };
  });
}

/**
 * Begins to set one up: a new secret for the authenticator. It counts for nothing until its first code is entered. Asks for
 * the password, so that whoever finds an open session cannot bind the account to an authenticator of their own.
 * @throws PASSWORD_WRONG, SECOND_FACTOR_ON, SIGN_IN_LOCKED
 */
export async function beginSecondFactor(
  scope: Scope,
  session: Session,
  { password }: { password: string },
): Promise<Enrolment> {
  await checkOwnPassword(session, password, scope.ip);
  const secret = newTotpSecret();
  const { rows } = await withIdentity((sql) =>
    sql.query<{ login: string; utility: string }>(
      `WITH kept AS (
         INSERT INTO identity.totp AS t (person_id, secret, created_at) VALUES ($1, $2, now())
         ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at
         WHERE t.confirmed_at IS NULL RETURNING 1
       )
       SELECT p.login, t.name ->> t.locale AS utility FROM kept, identity.person p, platform.tenant t WHERE p.id = $1 AND t.id = $3`,
      [session.userId, seal(SECRET_PURPOSE, secret, session.userId), scope.tenantId],
    ),
  );
  if (rows[0] === undefined) throw identityError("SECOND_FACTOR_ON");
  return enrolmentOf(secret, rows[0].utility, rows[0].login);
}

/**
 * Puts it in force and ends the person's other sessions, which were opened without it. The recovery codes are in this
 * answer only.
 * @throws SECOND_FACTOR_WRONG, SECOND_FACTOR_OFF when none was begun, SECOND_FACTOR_ON
 */
export async function confirmSecondFactor(
  scope: Scope,
  session: Session,
  { code }: { code: string },
  now: Date = new Date(),
): Promise<{ recoveryCodes: readonly string[] }> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ secret: string; confirmed: boolean }>(
      "SELECT secret, confirmed_at IS NOT NULL AS confirmed FROM identity.totp WHERE person_id = $1",
      [session.userId],
    ),
  );
  if (rows[0] === undefined) throw identityError("SECOND_FACTOR_OFF");
  if (rows[0].confirmed) throw identityError("SECOND_FACTOR_ON");
  const recoveryCodes = await confirmTotp(scope, session.userId, rows[0].secret, code, now);
  await withIdentity(async (sql) => {
    await sql.query("UPDATE identity.session SET second_factor = true WHERE id = $1", [session.id]);
    await sql.query("DELETE FROM identity.session WHERE person_id = $1 AND id <> $2", [
      session.userId,
      session.id,
    ]);
  });
  return { recoveryCodes };
}

/** Ten new recovery codes; those before are worth nothing. @throws SECOND_FACTOR_WRONG, TOO_OFTEN */
export async function renewOwnCodes(
  scope: Scope,
  session: Session,
  { code }: { code: string },
): Promise<{ recoveryCodes: readonly string[] }> {
  await checkSecondFactor(session.userId, code);
  return withIdentity(async (sql) => {
    const recoveryCodes = await renewRecoveryCodes(sql, session.userId);
    await auditIdentity(sql, scope, {
      action: "renew-recovery-codes",
      noun: "person",
      nounId: session.userId,
    });
    return { recoveryCodes };
  });
}

/** Takes it away, given a code of it. @throws SECOND_FACTOR_REQUIRED, SECOND_FACTOR_WRONG, TOO_OFTEN */
export async function removeSecondFactor(
  scope: Scope,
  session: Session,
  { code }: { code: string },
): Promise<void> {
  const { required } = await showSecondFactor(scope, session);
  if (required) throw identityError("SECOND_FACTOR_REQUIRED");
  await checkSecondFactor(session.userId, code);
  await withIdentity(async (sql) => {
    await sql.query("DELETE FROM identity.totp WHERE person_id = $1", [session.userId]);
    await sql.query("DELETE FROM identity.recovery_code WHERE person_id = $1", [session.userId]);
    await auditIdentity(sql, scope, {
      action: "remove-second-factor",
      noun: "person",
      nounId: session.userId,
    });
  });
}
