import * as oidc from "openid-client";
import { withIdentity } from "#app/platform/database.ts";
import { countTry } from "../allowance.ts";
import { tenantOf } from "../tenant-of.ts";
import { hashToken, newToken } from "../token.ts";
import { discover } from "./discover.ts";
import { clientOf } from "./provider.ts";

export const ATTEMPT_LIFE_S = 600;

/**
 * Begins a sign-on at the utility's provider: authorization code with PKCE (RFC 7636), state and nonce. Returns the address
 * to go to, and the token of this browser, without which what comes back is worth nothing.
 * @throws SIGN_ON_OFF, SIGN_ON_PROVIDER_DOWN, TOO_OFTEN
 */
export async function beginSignOn(
  slug: string,
  redirectUri: string,
  ip: string | undefined,
): Promise<{ location: string; token: string }> {
  const tenantId = await tenantOf(slug);
  const client = await clientOf(tenantId);
  await countTry({ kind: "ask-address", key: `sign-on:${ip ?? "unknown"}`, max: 300, minutes: 15 });
  const provider = await discover(client);
  const [token, verifier] = [newToken(), oidc.randomPKCECodeVerifier()];
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
  await withIdentity((sql) =>
    sql.query(
      `INSERT INTO identity.sign_on_attempt (token_hash, tenant_id, issuer, state, nonce, verifier, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, now(), now() + make_interval(secs => $7))`,
      [hashToken(token), tenantId, client.issuer, state, nonce, verifier, ATTEMPT_LIFE_S],
    ),
  );
  const location = oidc.buildAuthorizationUrl(provider, {
    redirect_uri: redirectUri,
    scope: "openid email profile",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  });
  return { location: location.toString(), token };
}
