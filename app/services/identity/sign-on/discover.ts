import * as oidc from "openid-client";
import { env } from "#app/platform/env.ts";
import { identityError } from "../errors.ts";

const TIMEOUT_S = 8;

export interface Client {
  readonly issuer: string;
  readonly clientId: string;
  readonly secret: string;
}

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0), asked anew for each sign-on: its keys and addresses may
 * change on any day. The library refuses an answer that names another issuer.
 * @throws SIGN_ON_PROVIDER_DOWN
 */
export async function discover({ issuer, clientId, secret }: Client): Promise<oidc.Configuration> {
  const plain = issuer.startsWith("http:") ? { execute: [oidc.allowInsecureRequests] } : {};
  try {
    const found = await oidc.discovery(new URL(issuer), clientId, secret, undefined, {
      ...plain,
      timeout: TIMEOUT_S,
    });
    const metadata = found.serverMetadata();
    // Where the provider says nothing, the standard's default is Basic (Discovery §3).
    const ways = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const basic = ways.includes("client_secret_basic");
    const way = basic ? oidc.ClientSecretBasic(secret) : oidc.ClientSecretPost(secret);
    const alg = signatureOf(metadata.id_token_signing_alg_values_supported);
    const configuration = new oidc.Configuration(
      metadata,
      clientId,
      { client_secret: secret, id_token_signed_response_alg: alg },
      way,
    );
    configuration.timeout = TIMEOUT_S;
    if (issuer.startsWith("http:")) oidc.allowInsecureRequests(configuration);
    return configuration;
  } catch (error) {
    throw identityError("SIGN_ON_PROVIDER_DOWN", {}, { path: "issuer" }, error);
  }
}

/** RS256 is what every provider must know (Core §15.1); who knows it not signs with another key pair. Never a shared secret. */
function signatureOf(known: readonly string[] = ["RS256"]): string {
  return ["RS256", "PS256", "ES256", "EdDSA"].find((alg) => known.includes(alg)) ?? "RS256";
}

/** Without encryption anybody on the way could be the provider: plain HTTP is for this machine, on a demo or in tests. */
export function issuerOf(typed: string): string {
  const { MANIFOLD_DEMO, NODE_ENV } = env();
  const here = MANIFOLD_DEMO || NODE_ENV !== "production";
  const given = URL.canParse(typed.trim()) ? new URL(typed.trim()) : null;
  const local = given !== null && ["localhost", "127.0.0.1", "[::1]"].includes(given.hostname);
  if (
    given === null ||
    !(given.protocol === "https:" || (given.protocol === "http:" && here && local)) ||
    given.search + given.hash + given.username + given.password !== ""
  )
    throw identityError("SIGN_ON_ISSUER_INVALID", {}, { path: "issuer" });
  return typed.trim();
}
