import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, withIdentity, withTenant } from "#app/platform/database.ts";
import type { Session } from "#app/platform/session.ts";
import { scopeOf } from "#app/platform/session.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import type { ManifoldError } from "#engines/kernel/errors.ts";
import { testDatabase } from "#tests/database.ts";
import { makeWorld, PASSWORD, type World } from "#tests/world.ts";
import { createApiKey, revokeApiKey } from "./api-keys.ts";
import { LOGIN_FAILURES_MAX } from "./attempts.ts";
import { changePassword } from "./change-password.ts";
import { createPerson } from "./create-person.ts";
import { endSessions } from "./end-sessions.ts";
import { findApiKey } from "./find-api-key.ts";
import { findSession } from "./find-session.ts";
import { setRoles } from "./set-roles.ts";
import { type SignIn, signIn } from "./sign-in.ts";

await testDatabase();
let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => closeDatabase());

let nextIp = 0;
/** Every test comes from an address of its own, so that none locks out another. */
const from = (change: Partial<SignIn>): SignIn => {
  nextIp += 1;
  return {
    slug: "linzhou",
    as: "staff",
    login: "billing-clerk@linzhou",
    password: PASSWORD,
    ip: `10.0.${Math.floor(nextIp / 250)}.${nextIp % 250}`,
    agent: "test",
    requestId: "test",
    ...change,
  };
};

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "ok",
    (error: ManifoldError) => error.code,
  );

async function sessionOf(change: Partial<SignIn>): Promise<{ session: Session; token: string }> {
  const input = from(change);
  const { token } = await signIn(input);
  const session = await findSession(input.slug, token);
  if (session === null) throw new Error("no session");
  return { session, token };
}

describe("signing in", () => {
  it("opens a session that knows the person, the utility and the roles", async () => {
    const { session } = await sessionOf({});
    expect(session).toMatchObject({
      kind: "staff",
      tenantId: world.city.id,
      readable: [world.city.id],
      roles: ["billing-clerk"],
      userId: world.staff["billing-clerk"].personId,
    });
  });

  it("takes a login in whatever case and width it is typed", async () => {
    expect(await codeOf(signIn(from({ login: "  Billing-Clerk@LINZHOU " })))).toBe("ok");
    expect(await codeOf(signIn(from({ login: "ｂilling-clerk@linzhou" })))).toBe("ok");
  });

  it("keeps a session of one utility from being a session of another", async () => {
    const { token } = await sessionOf({});
    expect(await findSession("linzhou-gas", token)).toBeNull();
    expect(await findSession("qingjiang", token)).toBeNull();
  });

  it("refuses a member of another utility, though the password is right", async () => {
    expect(await codeOf(signIn(from({ slug: "linzhou-gas" })))).toBe("NOT_A_MEMBER");
  });

  it("keeps customers a population per utility: the same login is two people", async () => {
    const here = await sessionOf({ as: "customer", login: "li" });
    const there = await sessionOf({ as: "customer", login: "li", slug: "linzhou-gas" });
    expect(here.session).toMatchObject({ kind: "customer", customerId: world.li.id });
    expect(there.session).toMatchObject({ kind: "customer", customerId: world.gasCustomer.id });
    expect(here.session.userId).not.toBe(there.session.userId);
  });

  it("does not take a customer for staff, nor staff for a customer", async () => {
    expect(await codeOf(signIn(from({ as: "staff", login: "li" })))).toBe("SIGN_IN_FAILED");
    expect(await codeOf(signIn(from({ as: "customer" })))).toBe("SIGN_IN_FAILED");
  });

  it("reads the subtree for the viewer of an upper tier, and writes none of it", async () => {
    const { session } = await sessionOf({ slug: "qingjiang", login: "upper-viewer@qingjiang" });
    expect([...session.readable].sort()).toEqual([world.province.id, world.city.id].sort());
    const scope = scopeOf(session, "test", undefined);
    await withTenant(scope, async (tx) => {
      expect(await tx.customer.count()).toBe(2);
      const { count } = await tx.customer.updateMany({ data: { name: "taken over" } });
      expect(count).toBe(0);
    });
  });
});

describe("guessing", () => {
  it("tells how many tries are left, then locks, and says for how long; also for a login that nobody has", async () => {
    for (const login of ["auditor@linzhou", "nobody@linzhou"]) {
      const left: unknown[] = [];
      for (let n = 0; n < LOGIN_FAILURES_MAX + 1; n++) {
        const error = await signIn(from({ login, password: "wrong" })).catch(
          (caught: ManifoldError) => caught,
        );
        const { code, params } = error as ManifoldError;
        left.push(code === "SIGN_IN_FAILED" ? params.left : `${code} ${params.minutes}`);
      }
      expect(left).toEqual([4, 3, 2, 1, "SIGN_IN_LOCKED 15", "SIGN_IN_LOCKED 15"]);
    }
    expect(await codeOf(signIn(from({ login: "auditor@linzhou" })))).toBe("SIGN_IN_LOCKED");
  });

  it("counts guesses of one moment as so many guesses", async () => {
    const codes = await Promise.all(
      Array.from({ length: 20 }, () =>
        codeOf(signIn(from({ login: "dispatcher@linzhou", password: "wrong" }))),
      ),
    );
    expect(codes.filter((code) => code === "SIGN_IN_FAILED")).toHaveLength(LOGIN_FAILURES_MAX - 1);
    expect(codes.filter((code) => code === "SIGN_IN_LOCKED")).toHaveLength(20 - LOGIN_FAILURES_MAX + 1);
  });

  it("begins anew after a right password", async () => {
    const login = "service-agent@linzhou";
    for (let n = 0; n < 3; n++) await codeOf(signIn(from({ login, password: "wrong" })));
    expect(await codeOf(signIn(from({ login })))).toBe("ok");
    for (let n = 0; n < 4; n++)
      expect(await codeOf(signIn(from({ login, password: "wrong" })))).toBe("SIGN_IN_FAILED");
  });

  it("locks an address that tries many logins, a whole /64 of IPv6 as one", async () => {
    const codes: string[] = [];
    for (let n = 0; n < 62; n++)
      codes.push(
        await codeOf(
          signIn(from({ ip: `2001:db8:1:2::${n.toString(16)}`, login: `guess${n}`, password: "x" })),
        ),
      );
    expect(codes.slice(0, 60).every((code) => code === "SIGN_IN_FAILED")).toBe(true);
    expect(codes.slice(60)).toEqual(["SIGN_IN_LOCKED", "SIGN_IN_LOCKED"]);
    expect(await codeOf(signIn(from({ ip: "2001:db8:1:3::1", login: "guess", password: "x" })))).toBe(
      "SIGN_IN_FAILED",
    );
  });

  it("takes as long for a login that nobody has", async () => {
    const time = async (login: string): Promise<number> => {
      const started = performance.now();
      await codeOf(signIn(from({ login, password: "wrong" })));
      return performance.now() - started;
    };
    await time("warm-up");
    const known = Math.min(await time("field-worker@linzhou"), await time("field-worker@linzhou"));
    const unknown = Math.min(await time("nobody-1"), await time("nobody-2"));
    // Without the dummy hash the unknown login answers more than five times faster.
    expect(unknown).toBeGreaterThan(known / 2);
  });
});

describe("a session", () => {
  it("ends by signing out, at once and for that session only", async () => {
    const first = await sessionOf({});
    const second = await sessionOf({});
    await endSessions(scopeOf(first.session, "test", undefined), first.session, { id: first.session.id });
    expect(await findSession("linzhou", first.token)).toBeNull();
    expect(await findSession("linzhou", second.token)).not.toBeNull();
  });

  it("cannot end a session of somebody else", async () => {
    const mine = await sessionOf({});
    const theirs = await sessionOf({ login: "tenant-admin@linzhou" });
    const scope = scopeOf(mine.session, "test", undefined);
    expect(await endSessions(scope, mine.session, { id: theirs.session.id })).toEqual({ ended: 0 });
    expect(await findSession("linzhou", theirs.token)).not.toBeNull();
  });

  it("is over when it has expired, and moves on while it is used, never past its longest life", async () => {
    const { session, token } = await sessionOf({});
    const set = (text: string) =>
      withIdentity((sql) => sql.query(`UPDATE identity.session SET ${text} WHERE id = $1`, [session.id]));
    const minutesLeft = async (): Promise<number> => {
      const { rows } = await withIdentity((sql) =>
        sql.query<{ minutes: number }>(
          "SELECT round(extract(epoch FROM expires_at - now()) / 60)::int AS minutes FROM identity.session WHERE id = $1",
          [session.id],
        ),
      );
      return rows[0]?.minutes ?? Number.NaN;
    };
    await set("seen_at = now() - interval '2 hours', expires_at = now() + interval '10 hours'");
    expect(await findSession("linzhou", token)).not.toBeNull();
    expect(await minutesLeft()).toBe(12 * 60);
    await set("seen_at = now() - interval '2 hours', ends_at = now() + interval '5 minutes'");
    expect(await findSession("linzhou", token)).not.toBeNull();
    expect(await minutesLeft()).toBe(5);
    await set("expires_at = now() - interval '1 second'");
    expect(await findSession("linzhou", token)).toBeNull();
  });

  it("loses its rights with the roles and ends with the membership", async () => {
    const { token } = await sessionOf({ login: "metering-clerk@linzhou" });
    const scope = systemScope(world.city.id);
    const { personId } = world.staff["metering-clerk"];
    await setRoles(scope, { personId, roles: ["auditor"] });
    expect(await findSession("linzhou", token)).toMatchObject({ roles: ["auditor"] });
    await setRoles(scope, { personId, roles: [] });
    expect(await findSession("linzhou", token)).toBeNull();
  });

  it("keeps no token: what is stored cannot be used to come in", async () => {
    const { token, session } = await sessionOf({});
    const { rows } = await withIdentity((sql) =>
      sql.query<{ stored: string }>(
        "SELECT encode(token_hash, 'hex') AS stored FROM identity.session WHERE id = $1",
        [session.id],
      ),
    );
    expect(rows[0]?.stored).not.toContain(token);
    expect(await findSession("linzhou", rows[0]?.stored ?? "")).toBeNull();
  });
});

describe("passwords", () => {
  it("are changed with the present one, and the other sessions end", async () => {
    const scope = systemScope(world.city.id);
    const person = await createPerson(scope, {
      population: "staff",
      login: "chen",
      name: "Chen",
      password: PASSWORD,
    });
    await import("./add-membership.ts").then(({ addMembership }) =>
      addMembership(scope, { personId: person.id, roles: ["auditor"] }),
    );
    const here = await sessionOf({ login: "chen" });
    const elsewhere = await sessionOf({ login: "chen" });
    const own = scopeOf(here.session, "test", undefined);
    expect(await codeOf(changePassword(own, here.session, { current: "no", next: "another password" }))).toBe(
      "PASSWORD_WRONG",
    );
    expect(await codeOf(changePassword(own, here.session, { current: PASSWORD, next: "short" }))).toBe(
      "PASSWORD_WEAK",
    );
    await changePassword(own, here.session, { current: PASSWORD, next: "another password" });
    expect(await findSession("linzhou", here.token)).not.toBeNull();
    expect(await findSession("linzhou", elsewhere.token)).toBeNull();
    expect(await codeOf(signIn(from({ login: "chen" })))).toBe("SIGN_IN_FAILED");
    expect(await codeOf(signIn(from({ login: "chen", password: "another password" })))).toBe("ok");
  });

  it("are kept as argon2id hashes with a salt of their own", async () => {
    const { rows } = await withIdentity((sql) =>
      sql.query<{ secret: string }>("SELECT secret FROM identity.credential"),
    );
    expect(rows.length).toBeGreaterThan(5);
    for (const { secret } of rows) expect(secret).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(new Set(rows.map((row) => row.secret)).size).toBe(rows.length);
  });
});

describe("people", () => {
  it("are made once: the same id again changes nothing, the login of another is refused", async () => {
    const scope = systemScope(world.city.id);
    const person = { population: "staff", login: "zhao", name: "Zhao", password: PASSWORD } as const;
    const { id } = await createPerson(scope, person);
    expect(await createPerson(scope, { ...person, id })).toEqual({ id });
    expect(await codeOf(createPerson(scope, person))).toBe("LOGIN_TAKEN");
  });

  it("keep at least one administrator, also when two take the role from each other at one moment", async () => {
    const scope = systemScope(world.gas.id);
    const only = world.gasAdmin.personId;
    expect(await codeOf(setRoles(scope, { personId: only, roles: [] }))).toBe("LAST_ADMIN");
    const { id } = await createPerson(scope, {
      population: "staff",
      login: "second",
      name: "Second",
      password: PASSWORD,
    });
    const { addMembership } = await import("./add-membership.ts");
    await addMembership(scope, { personId: id, roles: ["tenant-admin"] });
    const codes = await Promise.all([
      codeOf(setRoles(scope, { personId: only, roles: ["auditor"] })),
      codeOf(setRoles(scope, { personId: id, roles: ["auditor"] })),
    ]);
    expect(codes.sort()).toEqual(["LAST_ADMIN", "ok"]);
  });
});

describe("an API key", () => {
  it("comes in at its own utility with its scopes until it is revoked", async () => {
    const scope = systemScope(world.city.id);
    const createdBy = world.staff["tenant-admin"].personId;
    const { id, key } = await createApiKey(scope, { name: "head end", scopes: ["ingest:read"], createdBy });
    expect(await findApiKey("linzhou", key)).toMatchObject({
      kind: "api",
      tenantId: world.city.id,
      scopes: ["ingest:read"],
    });
    expect(await findApiKey("linzhou-gas", key)).toBeNull();
    expect(await codeOf(revokeApiKey(systemScope(world.gas.id), { id }))).toBe("NOT_FOUND");
    await revokeApiKey(scope, { id });
    expect(await findApiKey("linzhou", key)).toBeNull();
  });
});

describe("the trail", () => {
  it("holds sign-ins and changes of roles with before and after, and never a secret", async () => {
    const entries = await withTenant(systemScope(world.city.id), (tx) => tx.auditEntry.findMany());
    expect(entries.some((entry) => entry.noun === "session" && entry.action === "sign-in")).toBe(true);
    const change = entries.find((entry) => entry.noun === "member" && entry.before !== null);
    expect(change).toMatchObject({ before: { roles: ["metering-clerk"] }, after: { roles: ["auditor"] } });
    expect(JSON.stringify(entries)).not.toMatch(/argon2|manifold_[A-Za-z0-9_-]{20}|correct horse/);
  });
});
