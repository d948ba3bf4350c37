import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Configuration } from "oidc-provider";

/** Somebody who has an account at the provider. */
export interface Account {
  readonly sub: string;
  readonly email: string;
  readonly emailVerified?: boolean;
  /** Says that the provider asked for a second factor. */
  readonly secondFactor?: boolean;
}

export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly secret: string;
  /** Who signs on next; null: they press cancel. */
  account: Account | null;
  /** Goes from our redirect to the provider through its pages, back to the address at which the browser returns to us. */
  signOn(location: string): Promise<URL>;
  close(): Promise<void>;
}

/** A certified OpenID provider (the library of that name) on a free port of this machine, whose people need no password. */
export async function openProvider(redirectUris: string[]): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, secret] = ["manifold", randomBytes(24).toString("base64url")];
  const accounts = new Map<string, Account>();
  const configuration: Configuration = {
    clients: [{ client_id: clientId, client_secret: secret, redirect_uris: redirectUris }],
    cookies: { keys: ["test"] },
    claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => {
      const { email = "", emailVerified = true } = accounts.get(sub) ?? {};
      return { accountId: sub, claims: () => ({ sub, email, email_verified: emailVerified }) };
    },
  };
  const provider = new Provider(issuer, configuration);
  const handle = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return void handle(request, response);
    void (async () => {
      const { params } = await provider.interactionDetails(request, response);
      const { account } = opened;
      if (account === null) {
        await provider.interactionFinished(request, response, { error: "access_denied" });
        return;
      }
      accounts.set(account.sub, account);
      const grant = new provider.Grant({ accountId: account.sub, clientId });
      grant.addOIDCScope(String(params["scope"]));
      await provider.interactionFinished(request, response, {
        login: {
          accountId: account.sub,
          remember: false,
          ...(account.secondFactor ? { amr: ["pwd", "mfa"] } : {}),
        },
        consent: { grantId: await grant.save() },
      });
    })();
  });
  const opened: TestProvider = {
    issuer,
    clientId,
    secret,
    account: null,
    signOn: async (location) => {
      const jar = new Map<string, string>();
      let at = new URL(location);
      while (at.origin === issuer) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
        const answer = await fetch(at, { redirect: "manual", headers: { cookie } });
        for (const set of answer.headers.getSetCookie()) {
          const [pair = ""] = set.split(";");
          jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
        }
        const next = answer.headers.get("location");
        if (next === null) throw new Error(`the provider stopped at ${at.pathname}: ${await answer.text()}`);
        at = new URL(next, at);
      }
      return at;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return opened;
}
