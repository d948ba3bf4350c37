import { type TenantSql, withIdentity } from "#app/platform/database.ts";
import { seal } from "#app/platform/sealed.ts";
import { identityError } from "./errors.ts";
import { type OpenedSession, openSession, type Proven, type SignInRequest } from "./open-session.ts";
import { SECRET_PURPOSE } from "./second-factor/check-second-factor.ts";
import { newTotpSecret } from "./second-factor/totp.ts";
import { hashToken, newToken } from "./token.ts";

const PENDING_LIFE = "10 minutes";

/**
 * What a right first factor leads to: a session (`next` is null, `token` is the session's), or a further step, for which
 * `token` stands in the place of the session: `code` asks for the second factor, `enrol` for setting one up first.
 */
export type SignedIn =
  | (OpenedSession & { readonly next: null })
  | { readonly next: "code" | "enrol"; readonly token: string };

/**
 * Goes on after the first factor. `alongside` is done when it was right, whatever is still asked for.
 * `providerSecondFactor`: the utility's sign-on has asked for a second factor itself.
 * @throws SIGN_ON_FACTOR_MISSING
 */
export async function afterFirstFactor(
  proven: Proven,
  request: SignInRequest,
  options: {
    readonly providerSecondFactor?: boolean;
    readonly alongside?: (sql: TenantSql) => Promise<void>;
  } = {},
): Promise<SignedIn> {
  const { alongside, providerSecondFactor = false } = options;
  const { has, required } = await secondFactorOf(proven);
  if (providerSecondFactor || (!has && !required)) {
    const opened = await openSession(proven, request, {
      secondFactor: providerSecondFactor,
      ...(alongside ? { alongside } : {}),
    });
    return { ...opened, next: null };
  }
  // A second factor is a person's, at every utility; what one utility's provider says must not set it.
  if (proven.method === "oidc" && !has) throw identityError("SIGN_ON_FACTOR_MISSING");
  const token = newToken();
  await withIdentity(async (sql) => {
    await alongside?.(sql);
    await sql.query(
      `INSERT INTO identity.pending_sign_in (token_hash, tenant_id, person_id, kind, customer_id, method, secret, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now(), now() + $8::interval)`,
      [
        hashToken(token),
        proven.tenantId,
        proven.personId,
        proven.as,
        proven.customerId,
        proven.method,
        has ? null : seal(SECRET_PURPOSE, newTotpSecret(), proven.personId),
        PENDING_LIFE,
      ],
    );
  });
  return { token, next: has ? "code" : "enrol" };
}

async function secondFactorOf({
  tenantId,
  personId,
  as,
}: Proven): Promise<{ has: boolean; required: boolean }> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ has: boolean; required: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM identity.totp WHERE person_id = $2 AND confirmed_at IS NOT NULL) AS has,
         $3 AND EXISTS (SELECT 1 FROM identity.security_setting s JOIN identity.membership m ON m.tenant_id = s.tenant_id
           WHERE s.tenant_id = $1 AND m.person_id = $2 AND s.second_factor_roles && m.roles) AS required`,
      [tenantId, personId, as === "staff"],
    ),
  );
  return rows[0] ?? { has: false, required: false };
}
