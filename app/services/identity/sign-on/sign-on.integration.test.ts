import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeDatabase, withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import type { ManifoldError } from "#engines/kernel/errors.ts";
import { testDatabase } from "#tests/database.ts";
import { openProvider, type TestProvider } from "#tests/oidc-provider.ts";
import { makeStaff, makeWorld, type World } from "#tests/world.ts";
import { addMembership } from "../add-membership.ts";
import { confirmSignIn } from "../confirm-sign-in.ts";
import { findSession } from "../find-session.ts";
import { checkOwnPassword } from "../own-password.ts";
import { beginSignOn } from "./begin-sign-on.ts";
import { completeSignOn } from "./complete-sign-on.ts";
import { editSignOn, forgetSignOnLinks, offeredSignOn, showSignOn } from "./provider.ts";

const BACK = "http://127.0.0.1:1/t/x/auth/sign-on/return";
await testDatabase();
let world: World;
let city: TestProvider;
let gas: TestProvider;
beforeAll(async () => {
  world = await makeWorld();
  city = await openProvider([BACK]);
  gas = await openProvider([BACK]);
  await editSignOn(scopeOf(world.city.id), settingsOf(city));
  await editSignOn(scopeOf(world.gas.id), settingsOf(gas));
});
afterAll(async () => {
  await city.close();
  await gas.close();
  await closeDatabase();
});

const request = { ip: undefined, agent: "test", requestId: "test" };
const scopeOf = (tenantId: string) => systemScope(tenantId, "test");
const settingsOf = ({ issuer, clientId, secret }: TestProvider) => ({
  name: "SSO",
  issuer,
  clientId,
  secret,
  enabled: true,
});
const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "ok",
    (error: ManifoldError) => error.code,
  );

let people = 0;
/** A member of the city with an e-mail, and the account at the provider. */
async function member(tenantId = world.city.id) {
  people += 1;
  const { personId } = await makeStaff({ id: tenantId, slug: `on-${people}` }, "auditor");
  const email = `person${people}@city.example`;
  await withIdentity((sql) =>
    sql.query("UPDATE identity.person SET email = $2 WHERE id = $1", [personId, email]),
  );
  return { personId, email, account: { sub: `subject-${people}`, email } };
}
async function withoutPassword() {
  const personId = newId();
  const email = `${personId}@city.example`;
  await withIdentity((sql) =>
    sql.query(
      "INSERT INTO identity.person (id, login, name, email, created_at) VALUES ($1, $2, 'Wu', $2, now())",
      [personId, email],
    ),
  );
  await addMembership(scopeOf(world.city.id), { personId, roles: ["auditor"] });
  return { personId, account: { sub: personId, email } };
}
async function signOn(provider = city, slug = "linzhou") {
  const { location, token } = await beginSignOn(slug, BACK, undefined);
  const answer = await provider.signOn(location);
  return { token, answer, complete: () => completeSignOn(slug, token, answer, request) };
}

describe("a sign-on at the utility's provider", () => {
  it("opens a session for the member whose verified e-mail it is, with their roles and no others", async () => {
    const { account, personId } = await member();
    city.account = account;
    const signedIn = await (await signOn()).complete();
    expect(signedIn.next).toBeNull();
    const session = await findSession("linzhou", signedIn.token);
    expect(session).toMatchObject({
      kind: "staff",
      userId: personId,
      tenantId: world.city.id,
      roles: ["auditor"],
    });
    expect(await findSession("linzhou-gas", signedIn.token)).toBeNull();
  });

  it("makes nobody a member: an e-mail that no member has, and one of another utility's member, are refused", async () => {
    const count = async () =>
      (await withIdentity((sql) => sql.query("SELECT 1 FROM identity.membership"))).rowCount;
    const stranger = await member(world.gas.id);
    const before = await count();
    for (const email of ["nobody@city.example", stranger.email]) {
      city.account = { sub: `unknown ${email}`, email };
      expect(await codeOf((await signOn()).complete())).toBe("SIGN_ON_NO_MEMBER");
    }
    expect(await count()).toBe(before);
  });

  it("takes no e-mail that the provider has not verified", async () => {
    const { account } = await member();
    city.account = { ...account, emailVerified: false };
    expect(await codeOf((await signOn()).complete())).toBe("SIGN_ON_NO_EMAIL");
  });

  it("goes on knowing a person by the provider's subject, and gives a mailbox's next owner nothing", async () => {
    const { account, personId } = await member();
    city.account = account;
    await (await signOn()).complete();
    city.account = { sub: account.sub, email: "renamed@city.example", emailVerified: false };
    const again = await (await signOn()).complete();
    expect((await findSession("linzhou", again.token))?.userId).toBe(personId);
    city.account = { sub: "who has the mailbox now", email: account.email };
    expect(await codeOf((await signOn()).complete())).toBe("SIGN_ON_OTHER_PERSON");
    await forgetSignOnLinks(scopeOf(world.city.id));
    expect((await (await signOn()).complete()).next).toBeNull();
  });

  it("ends with a sentence when the person cancels", async () => {
    city.account = null;
    expect(await codeOf((await signOn()).complete())).toBe("SIGN_ON_DENIED");
  });
});

describe("what comes back is good once, for one browser, at one utility", () => {
  beforeEach(async () => {
    city.account = (await member()).account;
  });

  it("refuses a replay", async () => {
    const { complete } = await signOn();
    await complete();
    expect(await codeOf(complete())).toBe("SIGN_ON_GONE");
  });

  it("refuses the answer of another browser's sign-on, by its state", async () => {
    const [mine, theirs] = [await signOn(), await signOn()];
    expect(await codeOf(completeSignOn("linzhou", mine.token, theirs.answer, request))).toBe(
      "SIGN_ON_REFUSED",
    );
    expect(await codeOf(completeSignOn("linzhou", undefined, theirs.answer, request))).toBe("SIGN_ON_GONE");
  });

  it("refuses an ID token with another nonce, and a code with another verifier", async () => {
    for (const column of ["nonce", "verifier"]) {
      const { complete } = await signOn();
      await swap(column);
      expect(await codeOf(complete())).toBe("SIGN_ON_REFUSED");
    }
  });

  it("of two who bring the same answer at once lets one through", async () => {
    const { complete } = await signOn();
    const codes = await Promise.all([codeOf(complete()), codeOf(complete())]);
    expect(codes.sort()).toEqual(["SIGN_ON_GONE", "ok"]);
  });

  it("never opens one utility with what another's provider answered", async () => {
    // A member of both; the gas utility's provider says so truthfully, and the browser brings its answer to the city.
    const both = await member();
    await addMembership(scopeOf(world.gas.id), { personId: both.personId, roles: ["auditor"] });
    gas.account = both.account;
    const atGas = await signOn(gas, "linzhou-gas");
    expect(await codeOf(completeSignOn("linzhou", atGas.token, atGas.answer, request))).toBe("SIGN_ON_GONE");
    // Nor by beginning at the city and having the gas utility's provider answer with the city's state.
    const begun = await beginSignOn("linzhou", BACK, undefined);
    const forged = new URL(begun.location);
    const other = new URL(forged.pathname + forged.search, gas.issuer);
    const answer = await gas.signOn(other.toString());
    expect(answer.searchParams.get("state")).toBe(forged.searchParams.get("state"));
    expect(await codeOf(completeSignOn("linzhou", begun.token, answer, request))).toBe("SIGN_ON_REFUSED");
  });
});

describe("second factors", () => {
  it("counts what the provider asked for, where a role needs one, and sets up none by itself", async () => {
    await withIdentity((sql) =>
      sql.query(
        `INSERT INTO identity.security_setting (tenant_id, second_factor_roles, changed_at) VALUES ($1, '{auditor}', now())
         ON CONFLICT (tenant_id) DO UPDATE SET second_factor_roles = '{auditor}'`,
        [world.city.id],
      ),
    );
    const { account } = await member();
    city.account = account;
    expect(await codeOf((await signOn()).complete())).toBe("SIGN_ON_FACTOR_MISSING");
    city.account = { ...account, secondFactor: true };
    const signedIn = await (await signOn()).complete();
    expect(signedIn.next).toBeNull();
    expect(await findSession("linzhou", signedIn.token)).not.toBeNull();
    expect(await codeOf(confirmSignIn("linzhou", signedIn.token, "000000", request))).toBe(
      "SIGN_IN_STEP_GONE",
    );
    await withIdentity((sql) =>
      sql.query("UPDATE identity.security_setting SET second_factor_roles = '{}' WHERE tenant_id = $1", [
        world.city.id,
      ]),
    );
  });

  it("does not let one utility's provider change the account of who works at another too", async () => {
    // They have no password: then a fresh sign-in stands for it.
    const [alone, shared] = [await withoutPassword(), await withoutPassword()];
    await addMembership(scopeOf(world.gas.id), { personId: shared.personId, roles: ["auditor"] });
    for (const [{ account }, code] of [
      [alone, "ok"],
      [shared, "SIGN_ON_NOT_ENOUGH"],
    ] as const) {
      city.account = account;
      const { token } = await (await signOn()).complete();
      const session = await findSession("linzhou", token);
      if (session === null) throw new Error("no session");
      expect(await codeOf(checkOwnPassword(session, "", undefined))).toBe(code);
    }
  });
});

describe("the settings", () => {
  it("never show the secret again, keep it sealed, and do not send it to an issuer it was not given for", async () => {
    const shown = await showSignOn(scopeOf(world.city.id));
    expect(JSON.stringify(shown)).not.toContain(city.secret);
    const { rows } = await withIdentity((sql) =>
      sql.query<{ secret: string }>("SELECT secret FROM identity.sign_on_provider"),
    );
    for (const { secret } of rows) expect(secret).not.toContain(city.secret);
    const { secret: _, ...moved } = { ...settingsOf(gas) };
    expect(await codeOf(editSignOn(scopeOf(world.city.id), moved))).toBe("SIGN_ON_SECRET_NEEDED");
    const { secret: __, ...same } = settingsOf(city);
    await editSignOn(scopeOf(world.city.id), same);
    city.account = (await member()).account;
    expect((await (await signOn()).complete()).next).toBeNull();
  });

  it("refuse addresses that are no issuer's, and plain HTTP beyond this machine", async () => {
    for (const issuer of [
      "nonsense",
      "ftp://x",
      "http://sso.example",
      "https://a:b@sso.example",
      "https://x/?q=1",
    ])
      expect(await codeOf(editSignOn(scopeOf(world.city.id), { ...settingsOf(city), issuer }))).toBe(
        "SIGN_ON_ISSUER_INVALID",
      );
  });

  it("offer nothing where it is switched off", async () => {
    expect(await offeredSignOn("linzhou")).toEqual({ name: "SSO" });
    const begun = await signOn();
    await editSignOn(scopeOf(world.city.id), { ...settingsOf(city), enabled: false });
    expect(await offeredSignOn("linzhou")).toBeNull();
    expect(await codeOf(beginSignOn("linzhou", BACK, undefined))).toBe("SIGN_ON_OFF");
    expect(await codeOf(begun.complete())).toBe("SIGN_ON_OFF");
    await editSignOn(scopeOf(world.city.id), settingsOf(city));
  });
});

describe("a provider that is down or not one", () => {
  it("gives a sentence, at the beginning and at the return", async () => {
    const short = await openProvider([BACK]);
    await editSignOn(scopeOf(world.city.id), settingsOf(short));
    short.account = (await member()).account;
    const { location, token } = await beginSignOn("linzhou", BACK, undefined);
    const answer = await short.signOn(location);
    await short.close();
    expect(await codeOf(completeSignOn("linzhou", token, answer, request))).toBe("SIGN_ON_PROVIDER_DOWN");
    expect(await codeOf(beginSignOn("linzhou", BACK, undefined))).toBe("SIGN_ON_PROVIDER_DOWN");
    expect(await codeOf(editSignOn(scopeOf(world.city.id), settingsOf(short)))).toBe("SIGN_ON_PROVIDER_DOWN");
    await editSignOn(scopeOf(world.city.id), settingsOf(city));
  });

  it("does not believe a server that says it is another issuer", async () => {
    const server = createServer((_, response) =>
      response.setHeader("content-type", "application/json").end(JSON.stringify({ issuer: city.issuer })),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await codeOf(editSignOn(scopeOf(world.city.id), { ...settingsOf(city), issuer }))).toBe(
      "SIGN_ON_PROVIDER_DOWN",
    );
    server.close();
  });
});

/** Makes the database expect something else of every sign-on under way. */
async function swap(column: string): Promise<void> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ token_hash: Buffer }>(
      "DELETE FROM identity.sign_on_attempt RETURNING token_hash, tenant_id, issuer, state, nonce, verifier, created_at, expires_at",
    ),
  );
  for (const row of rows as unknown as Record<string, unknown>[]) {
    row[column] = `${"x".repeat(43)}`;
    const names = Object.keys(row);
    await withIdentity((sql) =>
      sql.query(
        `INSERT INTO identity.sign_on_attempt (${names.join(", ")}) VALUES (${names.map((_, i) => `$${i + 1}`).join(", ")})`,
        Object.values(row),
      ),
    );
  }
}
