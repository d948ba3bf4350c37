import { type TenantSql, withIdentity } from "#app/platform/database.ts";
import { unseal } from "#app/platform/sealed.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { identityError } from "./errors.ts";
import {
  type OpenedSession,
  openSession,
  type Proven,
  type SignInRequest,
  scopeOfProven,
} from "./open-session.ts";
import { checkSecondFactor, SECRET_PURPOSE } from "./second-factor/check-second-factor.ts";
import { confirmTotp } from "./second-factor/confirm-totp.ts";
import { type Enrolment, enrolmentOf } from "./second-factor/totp.ts";
import { hashToken } from "./token.ts";

/** What the second step of a sign-in asks for. */
export type PendingStep =
  | { readonly next: "code"; readonly as: "staff" | "customer" }
  | { readonly next: "enrol"; readonly as: "staff" | "customer"; readonly enrolment: Enrolment };

/** Which step a sign-in waits for. @throws SIGN_IN_STEP_GONE when it has run out, or was never begun at this utility */
export async function showStep(slug: string, token: string | undefined): Promise<PendingStep> {
  const { proven, secret, login, utility } = await pendingOf(slug, token);
  if (secret === null) return { next: "code", as: proven.as };
  const key = unseal(SECRET_PURPOSE, secret, proven.personId);
  return { next: "enrol", as: proven.as, enrolment: enrolmentOf(key, utility, login) };
}

/**
 * The second step: the code of the authenticator, or a recovery code, opens the session. A step is good once.
 * @throws SIGN_IN_STEP_GONE, SECOND_FACTOR_WRONG, TOO_OFTEN
 */
export async function confirmSignIn(
  slug: string,
  token: string | undefined,
  code: string,
  request: SignInRequest,
  now: Date = new Date(),
): Promise<OpenedSession & { readonly as: "staff" | "customer" }> {
  const { proven, secret } = await pendingOf(slug, token);
  if (secret !== null) throw identityError("SIGN_IN_STEP_GONE");
  const by = await checkSecondFactor(proven.personId, code, now);
  const alongside = async (sql: TenantSql): Promise<void> => {
    await takeStep(sql, token);
    if (by !== "recovery") return;
    await auditIdentity(sql, scopeOfProven(proven, request), {
      action: "use-recovery-code",
      noun: "person",
      nounId: proven.personId,
    });
  };
  return { ...(await openSession(proven, request, { secondFactor: true, alongside })), as: proven.as };
}

/**
 * The same for who had to set up a second factor first: the first code of the authenticator. The recovery codes are in
 * this answer only.
 * @throws SIGN_IN_STEP_GONE, SECOND_FACTOR_WRONG, TOO_OFTEN
 */
export async function enrolSignIn(
  slug: string,
  token: string | undefined,
  code: string,
  request: SignInRequest,
  now: Date = new Date(),
): Promise<OpenedSession & { readonly as: "staff" | "customer"; readonly recoveryCodes: readonly string[] }> {
  const { proven, secret } = await pendingOf(slug, token);
  if (secret === null) throw identityError("SIGN_IN_STEP_GONE");
  const recoveryCodes = await confirmTotp(scopeOfProven(proven, request), proven.personId, secret, code, now);
  const alongside = (sql: TenantSql): Promise<void> => takeStep(sql, token);
  const opened = await openSession(proven, request, { secondFactor: true, alongside });
  return { ...opened, as: proven.as, recoveryCodes };
}

interface Pending {
  readonly proven: Proven;
  /** Sealed; only for who has yet to set up a second factor. */
  readonly secret: string | null;
  readonly login: string;
  readonly utility: string;
}

async function pendingOf(slug: string, token: string | undefined): Promise<Pending> {
  if (token === undefined) throw identityError("SIGN_IN_STEP_GONE");
  const { rows } = await withIdentity((sql) =>
    sql.query<{
      tenant_id: string;
      person_id: string;
      kind: "staff" | "customer";
      customer_id: string | null;
      method: Proven["method"];
      secret: string | null;
      name: string;
      login: string;
      utility: string;
    }>(
      `SELECT s.tenant_id, s.person_id, s.kind, s.customer_id, s.method, s.secret, p.name, p.login, t.name ->> t.locale AS utility
       FROM identity.pending_sign_in s
       JOIN platform.tenant t ON t.id = s.tenant_id AND t.slug = $2
       JOIN identity.person p ON p.id = s.person_id AND p.disabled_at IS NULL
       WHERE s.token_hash = $1 AND s.expires_at > now()`,
      [hashToken(token), slug],
    ),
  );
  const [row] = rows;
  if (row === undefined) throw identityError("SIGN_IN_STEP_GONE");
  const { tenant_id: tenantId, person_id: personId, name, kind: as, customer_id: customerId, method } = row;
  const proven: Proven = { tenantId, personId, name, as, customerId, method };
  return { proven, secret: row.secret, login: row.login, utility: row.utility };
}

/** Of two who bring the same step one gets through. */
async function takeStep(sql: TenantSql, token: string | undefined): Promise<void> {
  const { rowCount } = await sql.query("DELETE FROM identity.pending_sign_in WHERE token_hash = $1", [
    hashToken(token ?? ""),
  ]);
  if (rowCount === 0) throw identityError("SIGN_IN_STEP_GONE");
}
