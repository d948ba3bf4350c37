import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, withIdentity, withTenant, withTenantSql } from "#app/platform/database.ts";
import { unseal } from "#app/platform/sealed.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import type { ManifoldError } from "#engines/kernel/errors.ts";
import { testDatabase } from "#tests/database.ts";
import { loadPacks } from "#tests/packs.ts";
import { makeWorld, PASSWORD, type World } from "#tests/world.ts";
import { inviteToAccount } from "./accounts/share-account.ts";
import { confirmCode } from "./codes/confirm-code.ts";
import { requestClaimCode, requestSignInCode } from "./codes/request-code.ts";
import { findSession } from "./find-session.ts";
import { acceptInvitation, showInvitation } from "./links/accept-invitation.ts";
import {
  inviteMember,
  listInvitations,
  resendInvitation,
  revokeMemberInvitation,
} from "./links/invite-member.ts";
import { requestReset, resetPassword, showReset } from "./links/reset-password.ts";
import { signIn } from "./sign-in.ts";

const database = await testDatabase();
let world: World;
let scope: Scope;
beforeAll(async () => {
  world = await makeWorld();
  await loadPacks("qingjiang", "linzhou", "linzhou-gas");
  scope = {
    ...systemScope(world.city.id),
    actor: { kind: "staff", id: world.staff["tenant-admin"].personId, name: "admin" },
  };
});
afterAll(() => closeDatabase());

const request = { ip: undefined, agent: "test", requestId: "test" };
const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "ok",
    (error: ManifoldError) => error.code,
  );
let nextIp = 0;
const from = <More extends object>(more: More) => {
  nextIp += 1;
  return { slug: "linzhou", ip: `10.1.0.${nextIp}`, locale: "zh-CN" as const, ...more };
};

/** What was sent last to an address, as its owner reads it: the outbox itself holds only dots. */
async function lastMessage(address: string, tenantId = world.city.id): Promise<string | undefined> {
  const inside = systemScope(tenantId);
  const { rows } = await withTenantSql(inside, (sql) =>
    sql.query<{ id: string; body: string; sealed: string | null }>(
      "SELECT id, body, sealed FROM message WHERE tenant_id = $1 AND address = $2 ORDER BY id DESC LIMIT 1",
      [tenantId, address],
    ),
  );
  const [message] = rows;
  if (message === undefined) return undefined;
  if (message.sealed === null) return message.body;
  expect(message.body).toContain("••••");
  return (JSON.parse(unseal("message", message.sealed, message.id)) as { body: string }).body;
}
const sentCode = async (phone: string): Promise<string> =>
  /\d{6}/.exec((await lastMessage(phone)) ?? "")?.[0] ?? "";
const sentToken = async (email: string): Promise<string> =>
  /token=([\w-]+)/.exec((await lastMessage(email)) ?? "")?.[1] ?? "";

async function givePhone(customerId: string, phone: string): Promise<void> {
  await withTenant(systemScope(world.city.id), (tx) =>
    tx.customer.updateMany({ where: { id: customerId }, data: { phone } }),
  );
}
/** What no role of the product may do: let time pass. */
async function asOwner(statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: database.urls.owner });
  await owner.connect();
  await owner.query(statement);
  await owner.end();
}
const forget = () => withIdentity((sql) => sql.query("DELETE FROM identity.attempt"));

describe("claiming an account by customer number and telephone", () => {
  it("makes who has the telephone on file an owner, who then signs in by a code alone", async () => {
    const phone = "12922220001";
    await givePhone(world.li.id, "129-2222-0001");
    const { token } = await requestClaimCode(
      from({ phone: "+86 12922220001", customerNumber: "linzhou-li" }),
    );
    const claimed = await confirmCode("linzhou", token, await sentCode(phone), request);
    expect(await findSession("linzhou", claimed.token)).toMatchObject({
      customerId: world.li.id,
      access: "owner",
    });

    const again = await requestSignInCode(from({ phone }));
    const opened = await confirmCode("linzhou", again.token, await sentCode(phone), request);
    expect(await findSession("linzhou", opened.token)).toMatchObject({
      kind: "customer",
      customerId: world.li.id,
    });
  });

  it("answers the same for a number or telephone that does not fit, and sends nothing", async () => {
    await givePhone(world.wang.id, "12922220002");
    for (const [customerNumber, phone] of [
      ["linzhou-wang", "12922220003"],
      ["no-such-number", "12922220002"],
    ] as const) {
      const { token } = await requestClaimCode(from({ phone, customerNumber }));
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(await lastMessage(phone)).toBeUndefined();
      expect(await codeOf(confirmCode("linzhou", token, "000000", request))).toBe("CODE_WRONG");
    }
  });
});

describe("a one-time code", () => {
  const phone = "12922220010";
  beforeAll(async () => {
    await givePhone(world.wang.id, phone);
    const { token } = await requestClaimCode(from({ phone, customerNumber: "linzhou-wang" }));
    await confirmCode("linzhou", token, await sentCode(phone), request);
    await forget();
  });

  it("is good once, in the browser that asked, at the utility that sent it", async () => {
    const { token } = await requestSignInCode(from({ phone }));
    const code = await sentCode(phone);
    expect(await codeOf(confirmCode("linzhou", undefined, code, request))).toBe("CODE_GONE");
    expect(await codeOf(confirmCode("linzhou-gas", token, code, request))).toBe("CODE_GONE");
    const other = await requestSignInCode(from({ phone: "12922229999" }));
    expect(await codeOf(confirmCode("linzhou", other.token, code, request))).toBe("CODE_WRONG");
    const codes = await Promise.all(
      [1, 2, 3].map(() => codeOf(confirmCode("linzhou", token, code, request))),
    );
    expect(codes.sort()).toEqual(["CODE_GONE", "CODE_GONE", "ok"]);
  });

  it("is worth nothing after five wrong tries, also when they come at one moment, or after five minutes", async () => {
    await forget();
    const { token } = await requestSignInCode(from({ phone }));
    const code = await sentCode(phone);
    const wrong = code === "000000" ? "111111" : "000000";
    const codes = await Promise.all(
      Array.from({ length: 12 }, () => codeOf(confirmCode("linzhou", token, wrong, request))),
    );
    expect(codes.filter((each) => each === "CODE_WRONG")).toHaveLength(5);
    expect(await codeOf(confirmCode("linzhou", token, code, request))).toBe("CODE_GONE");
    const late = await requestSignInCode(from({ phone }));
    await withIdentity((sql) =>
      sql.query("UPDATE identity.one_time_code SET expires_at = now() - interval '1 second'"),
    );
    expect(await codeOf(confirmCode("linzhou", late.token, await sentCode(phone), request))).toBe(
      "CODE_GONE",
    );
  });

  it("tells by neither answer nor time nor lock whether anybody has the number", async () => {
    await forget();
    const timed = async (number: string): Promise<number> => {
      const started = performance.now();
      await requestSignInCode(from({ phone: number }));
      return performance.now() - started;
    };
    const [known, unknown] = [await timed(phone), await timed("12922228888")];
    expect(Math.min(known, unknown)).toBeGreaterThanOrEqual(390);
    expect(await lastMessage("12922228888")).toBeUndefined();
    for (const number of ["12922228888", phone]) {
      const codes: string[] = [];
      for (let n = 0; n < 5; n++) codes.push(await codeOf(requestSignInCode(from({ phone: number }))));
      expect(codes).toEqual(["ok", "ok", "ok", "ok", "TOO_OFTEN"]);
    }
  });

  it("is kept only as a keyed hash", async () => {
    await forget();
    await requestSignInCode(from({ phone }));
    const code = await sentCode(phone);
    const { rows } = await withIdentity((sql) =>
      sql.query<{ line: string }>(
        "SELECT c::text AS line FROM identity.one_time_code c ORDER BY created_at DESC LIMIT 1",
      ),
    );
    expect(rows[0]?.line.replace(phone, "")).not.toContain(code);
  });

  it("lets who was invited to an account in, with the right that was given", async () => {
    const guest = "12922220020";
    const own = { ...systemScope(world.city.id), customerId: world.li.id, actor: scope.actor };
    await inviteToAccount(
      own,
      { phone: guest, access: "viewer" },
      { locale: "zh-CN", link: "https://x.example" },
    );
    expect(await lastMessage(guest)).toContain("https://x.example");
    const { token } = await requestSignInCode(from({ phone: guest }));
    const opened = await confirmCode("linzhou", token, await sentCode(guest), request);
    expect(await findSession("linzhou", opened.token)).toMatchObject({
      customerId: world.li.id,
      access: "viewer",
    });
  });
});

describe("a link to a new password", () => {
  const login = "auditor@linzhou";
  const ask = (slug = "linzhou", who = login) =>
    requestReset(
      from({
        slug,
        as: "staff" as const,
        login: who,
        linkTo: (token: string) => `https://p.example/?token=${token}`,
      }),
    );
  beforeAll(() =>
    withIdentity((sql) =>
      sql.query("UPDATE identity.person SET email = 'auditor@mail.example' WHERE login = $1", [login]),
    ),
  );

  it("sets it once, ends every session and every other link, and leaves a word", async () => {
    const before = await signIn({ slug: "linzhou", as: "staff", login, password: PASSWORD, ...request });
    await ask();
    const first = await sentToken("auditor@mail.example");
    await ask("linzhou", "auditor@mail.example");
    const second = await sentToken("auditor@mail.example");
    expect(await showReset("linzhou", first)).toEqual({ login, as: "staff" });
    expect(await codeOf(showReset("linzhou-gas", first))).toBe("LINK_GONE");
    const set = (token: string, password: string) =>
      codeOf(
        resetPassword("linzhou", token, password, {
          ip: undefined,
          requestId: token.slice(0, 8),
          locale: "zh-CN",
        }),
      );
    expect(await set(second, "password1")).toBe("PASSWORD_COMMON");
    const codes = await Promise.all([1, 2].map(() => set(second, "another good phrase")));
    expect(codes.sort()).toEqual(["LINK_GONE", "ok"]);
    expect(await set(first, "a third good phrase")).toBe("LINK_GONE");
    expect(await lastMessage("auditor@mail.example")).toContain("刚刚被重设");
    expect(await findSession("linzhou", before.token)).toBeNull();
    expect(
      await codeOf(signIn({ slug: "linzhou", as: "staff", login, password: PASSWORD, ...request })),
    ).toBe("SIGN_IN_FAILED");
    expect(
      await codeOf(
        signIn({ slug: "linzhou", as: "staff", login, password: "another good phrase", ...request }),
      ),
    ).toBe("ok");
  });

  it("is sent to nobody who is not of this utility, with the same answer; and runs out", async () => {
    await forget();
    const count = async () =>
      (await withIdentity((sql) => sql.query("SELECT 1 FROM identity.password_reset"))).rowCount;
    const before = await count();
    for (const who of ["nobody@linzhou", "dispatcher@linzhou"])
      expect(await codeOf(ask("linzhou", who))).toBe("ok");
    expect(await codeOf(ask("linzhou-gas"))).toBe("ok");
    expect(await count()).toBe(before);
    await ask();
    const token = await sentToken("auditor@mail.example");
    await asOwner("UPDATE identity.password_reset SET expires_at = now()");
    expect(await codeOf(showReset("linzhou", token))).toBe("LINK_GONE");
    expect([await codeOf(ask()), await codeOf(ask())]).toEqual(["ok", "TOO_OFTEN"]);
  });
});

describe("an invitation of staff", () => {
  const delivery = {
    locale: "zh-CN" as const,
    linkTo: (token: string) => `https://p.example/?token=${token}`,
  };
  const invite = (email: string) =>
    inviteMember(scope, { email, name: "新同事", roles: ["dispatcher"] }, delivery);
  const accept = (token: string, password = "a new colleague's phrase") =>
    codeOf(acceptInvitation("linzhou", token, { name: "新同事", password }, request));

  it("gives who takes it a login with the roles, once", async () => {
    await invite("New@colleague.example");
    expect(await codeOf(invite("new@colleague.example"))).toBe("INVITED_ALREADY");
    const token = await sentToken("new@colleague.example");
    expect(await showInvitation("linzhou", token)).toMatchObject({
      email: "new@colleague.example",
      known: false,
    });
    expect(await codeOf(showInvitation("linzhou-gas", token))).toBe("LINK_GONE");
    expect(await accept(token, "short")).toBe("PASSWORD_WEAK");
    const codes = await Promise.all([1, 2].map(() => accept(token)));
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    const login = "new@colleague.example";
    const { token: session } = await signIn({
      slug: "linzhou",
      as: "staff",
      login,
      password: "a new colleague's phrase",
      ...request,
    });
    expect(await findSession("linzhou", session)).toMatchObject({ roles: ["dispatcher"] });
    expect(await codeOf(invite(login))).toBe("MEMBER_ALREADY");
  });

  it("is the operator's for a utility's first administrator", async () => {
    const operator = { ...scope, actor: { kind: "operator", name: "manifold member invite" } } as const;
    const email = "first@utility.example";
    await inviteMember(operator, { email, name: "李一", roles: ["tenant-admin"] }, delivery);
    expect((await listInvitations(scope)).find((each) => each.email === email)).toMatchObject({
      invitedBy: null,
      roles: ["tenant-admin"],
    });
    expect(await accept(await sentToken(email))).toBe("ok");
  });

  it("asks who is known from another utility for their own password", async () => {
    await withIdentity((sql) =>
      sql.query(
        "UPDATE identity.person SET login = 'gas@mail.example' WHERE login = 'tenant-admin@linzhou-gas'",
      ),
    );
    await invite("gas@mail.example");
    const token = await sentToken("gas@mail.example");
    expect(await showInvitation("linzhou", token)).toMatchObject({ known: true });
    expect(await accept(token)).toBe("PASSWORD_WRONG");
    expect(await accept(token, PASSWORD)).toBe("ok");
    const { token: session } = await signIn({
      slug: "linzhou",
      as: "staff",
      login: "gas@mail.example",
      password: PASSWORD,
      ...request,
    });
    expect(await findSession("linzhou", session)).toMatchObject({ roles: ["dispatcher"] });
  });

  it("sent anew makes the link before worthless; taken back or run out it opens nothing", async () => {
    const { id } = await invite("later@colleague.example");
    const first = await sentToken("later@colleague.example");
    await resendInvitation(scope, { id }, delivery);
    const second = await sentToken("later@colleague.example");
    expect(await accept(first)).toBe("LINK_GONE");
    expect((await listInvitations(scope)).map(({ email }) => email)).toContain("later@colleague.example");
    expect(await codeOf(revokeMemberInvitation(systemScope(world.gas.id), { id }))).toBe("NOT_FOUND");
    await revokeMemberInvitation(scope, { id });
    expect(await accept(second)).toBe("LINK_GONE");
    const late = await invite("late@colleague.example");
    await withIdentity((sql) =>
      sql.query("UPDATE identity.invitation SET expires_at = now() WHERE id = $1", [late.id]),
    );
    expect(await accept(await sentToken("late@colleague.example"))).toBe("LINK_GONE");
  });

  it("leaves no token in the trail, the table or the outbox", async () => {
    await invite("quiet@colleague.example");
    const token = await sentToken("quiet@colleague.example");
    const entries = await withTenant(systemScope(world.city.id), (tx) => tx.auditEntry.findMany());
    const messages = await withTenantSql(systemScope(world.city.id), (sql) =>
      sql.query("SELECT m::text FROM message m"),
    );
    const { rows } = await withIdentity((sql) => sql.query("SELECT i::text FROM identity.invitation i"));
    expect(token).toMatch(/^[\w-]{43}$/);
    for (const kept of [entries, messages, rows]) expect(JSON.stringify(kept)).not.toContain(token);
  });
});
