import * as oidc from "openid-client";
import { type TenantSql, withIdentity } from "#app/platform/database.ts";
import { afterFirstFactor, type SignedIn } from "../after-first-factor.ts";
import { identityError } from "../errors.ts";
import type { Proven, SignInRequest } from "../open-session.ts";
import { tenantOf } from "../tenant-of.ts";
import { hashToken } from "../token.ts";
import { discover } from "./discover.ts";
import { clientOf } from "./provider.ts";

interface Attempt {
  issuer: string;
  state: string;
  nonce: string;
  verifier: string;
}

/** Who the provider says has signed on. */
interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** Only where the provider says that it has proved it. */
  readonly email: string | undefined;
  /** The provider has asked for a second factor itself (`amr`, RFC 8176). */
  readonly secondFactor: boolean;
}

/**
 * Takes what the provider sent the browser back with. It opens a session for a member of this utility and never makes
 * one: a person is found by an earlier sign-on or, the first time, by the e-mail that the provider has verified.
 * @param answer the full address at which the browser came back
 * @throws SIGN_ON_GONE, SIGN_ON_DENIED, SIGN_ON_REFUSED, SIGN_ON_PROVIDER_DOWN, SIGN_ON_NO_EMAIL, SIGN_ON_NO_MEMBER
 */
export async function completeSignOn(
  slug: string,
  token: string | undefined,
  answer: URL,
  request: SignInRequest,
): Promise<SignedIn> {
  const tenantId = await tenantOf(slug);
  const attempt = await takeAttempt(tenantId, token);
  const client = await clientOf(tenantId);
  // Between the two steps the utility may have changed its provider: what was begun there ends there.
  if (client.issuer !== attempt.issuer) throw identityError("SIGN_ON_GONE");
  const identity = await prove(await discover(client), answer, attempt);
  const person = await withIdentity((sql) => memberOf(sql, tenantId, identity));
  const proven: Proven = {
    tenantId,
    personId: person.id,
    name: person.name,
    as: "staff",
    customerId: null,
    method: "oidc",
  };
  return afterFirstFactor(proven, request, { providerSecondFactor: identity.secondFactor });
}

/** Of two who bring the same answer one gets through; who brings another browser's gets nothing. */
async function takeAttempt(tenantId: string, token: string | undefined): Promise<Attempt> {
  const { rows } = await withIdentity((sql) =>
    sql.query<Attempt>(
      `DELETE FROM identity.sign_on_attempt WHERE token_hash = $1 AND tenant_id = $2 AND expires_at > now()
       RETURNING issuer, state, nonce, verifier`,
      [hashToken(token ?? ""), tenantId],
    ),
  );
  if (rows[0] === undefined) throw identityError("SIGN_ON_GONE");
  return rows[0];
}

/** The library checks state, issuer, code, PKCE, and of the ID token signature, issuer, audience, nonce and times (Core §3.1.3.7). */
async function prove(provider: oidc.Configuration, answer: URL, attempt: Attempt): Promise<Identity> {
  try {
    // Also over TLS: the token is then proved by the provider's published keys and not by the connection alone.
    oidc.enableNonRepudiationChecks(provider);
    const tokens = await oidc.authorizationCodeGrant(provider, answer, {
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw identityError("SIGN_ON_REFUSED");
    const said =
      claims["email"] === undefined && provider.serverMetadata().userinfo_endpoint !== undefined
        ? await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub)
        : claims;
    const email = typeof said["email"] === "string" ? said["email"].trim().toLowerCase() : undefined;
    const methods = Array.isArray(claims["amr"]) ? claims["amr"] : [];
    return {
      issuer: claims.iss,
      subject: claims.sub,
      email: said["email_verified"] === true ? email : undefined,
      secondFactor: methods.includes("mfa"),
    };
  } catch (error) {
    if (error instanceof oidc.AuthorizationResponseError)
      throw identityError("SIGN_ON_DENIED", {}, undefined, error);
    if (isUnreachable(error)) throw identityError("SIGN_ON_PROVIDER_DOWN", {}, undefined, error);
    throw identityError("SIGN_ON_REFUSED", {}, undefined, error);
  }
}

/** No answer, in time or at all; every other fault is one of the answer. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  return code === "OAUTH_TIMEOUT" || error.name === "TimeoutError" || error.message === "fetch failed";
}

interface Member {
  id: string;
  name: string;
}

async function memberOf(sql: TenantSql, tenantId: string, identity: Identity): Promise<Member> {
  const { issuer, subject, email } = identity;
  const linked = await sql.query<Member>(
    `SELECT p.id, p.name FROM identity.sign_on_link l JOIN identity.person p ON p.id = l.person_id AND p.disabled_at IS NULL
     JOIN identity.membership m ON m.tenant_id = l.tenant_id AND m.person_id = l.person_id
     WHERE l.tenant_id = $1 AND l.issuer = $2 AND l.subject = $3`,
    [tenantId, issuer, subject],
  );
  if (linked.rows[0] !== undefined) return linked.rows[0];
  if (email === undefined) throw identityError("SIGN_ON_NO_EMAIL");
  // The login of who was invited is the e-mail; it counts only where the person has stated no other.
  const { rows } = await sql.query<Member>(
    `SELECT p.id, p.name FROM identity.person p JOIN identity.membership m ON m.tenant_id = $1 AND m.person_id = p.id
     WHERE p.tenant_id IS NULL AND p.disabled_at IS NULL AND (p.email = $2 OR (p.email IS NULL AND p.login = $2))
     ORDER BY p.email NULLS LAST LIMIT 1`,
    [tenantId, email],
  );
  const [member] = rows;
  if (member === undefined) throw identityError("SIGN_ON_NO_MEMBER", { email });
  const { rowCount } = await sql.query(
    `INSERT INTO identity.sign_on_link (tenant_id, issuer, subject, person_id, created_at) VALUES ($1, $2, $3, $4, now())
     ON CONFLICT DO NOTHING`,
    [tenantId, issuer, subject, member.id],
  );
  // The person is linked to another subject, or the subject to a person who is no longer a member.
  if (rowCount === 0) throw identityError("SIGN_ON_OTHER_PERSON");
  return member;
}
