import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, withIdentity, withTenant } from "#app/platform/database.ts";
import { type Session, scopeOf } from "#app/platform/session.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import type { ManifoldError } from "#engines/kernel/errors.ts";
import { testDatabase } from "#tests/database.ts";
import { loadPacks } from "#tests/packs.ts";
import { makeWorld, PASSWORD, type World } from "#tests/world.ts";
import { createPerson } from "../create-person.ts";
import { findSession } from "../find-session.ts";
import { linkCustomer } from "../link-customer.ts";
import { signIn } from "../sign-in.ts";
import { answerInvitation, listReceivedInvitations } from "./answer-invitation.ts";
import { listOwnAccounts, switchAccount } from "./own-accounts.ts";
import { inviteToAccount, listShares, revokeInvitation, setAccess } from "./share-account.ts";

await testDatabase();
let world: World;
beforeAll(async () => {
  world = await makeWorld();
  await loadPacks("qingjiang", "linzhou");
});
afterAll(() => closeDatabase());

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "ok",
    (error: ManifoldError) => error.code,
  );
const DELIVERY = { locale: "zh-CN", link: "https://power.linzhou.example/auth/code" } as const;
const own = (session: Session) => scopeOf(session, "test", undefined);

async function enter(login: string, slug = "linzhou"): Promise<{ token: string; session: Session }> {
  const { token } = await signIn({
    slug,
    as: "customer",
    login,
    password: PASSWORD,
    ip: undefined,
    agent: "test",
    requestId: "test",
  });
  return { token, session: await again(token, slug) };
}
async function again(token: string, slug = "linzhou"): Promise<Session> {
  const session = await findSession(slug, token);
  if (session === null) throw new Error("no session");
  return session;
}
/** A person of the city's customers with a proved telephone and no account, or one of their own. */
async function person(phone: string, customerId?: string): Promise<string> {
  const scope = systemScope(world.city.id);
  const { id } = await createPerson(scope, {
    population: "customer",
    login: phone,
    name: "guest",
    password: PASSWORD,
    phone,
  });
  if (customerId !== undefined) await linkCustomer(scope, { personId: id, customerId });
  return id;
}

describe("a person with several accounts", () => {
  it("acts for one at a time and switches between their own, never to another's", async () => {
    const scope = systemScope(world.city.id);
    await linkCustomer(scope, { personId: world.li.personId, customerId: world.wang.id, access: "viewer" });
    const { token, session } = await enter("li");
    expect(await listOwnAccounts(own(session), session)).toMatchObject([
      { customerId: world.li.id, number: "linzhou-li", access: "owner", current: true },
      { customerId: world.wang.id, number: "linzhou-wang", access: "viewer", current: false },
    ]);
    expect(await withTenant(own(session), (tx) => tx.customer.findMany())).toMatchObject([
      { id: world.li.id },
    ]);

    await switchAccount(own(session), session, { customerId: world.wang.id });
    const switched = await again(token);
    expect(switched).toMatchObject({ customerId: world.wang.id, access: "viewer" });
    expect(await withTenant(own(switched), (tx) => tx.customer.findMany())).toMatchObject([
      { id: world.wang.id },
    ]);

    const wang = await enter("wang");
    expect(await codeOf(switchAccount(own(wang.session), wang.session, { customerId: world.li.id }))).toBe(
      "NOT_FOUND",
    );
    const strange = await enter("li", "linzhou-gas");
    expect(
      await codeOf(switchAccount(own(strange.session), strange.session, { customerId: world.li.id })),
    ).toBe("NOT_FOUND");
    await setAccess(own(wang.session), { personId: world.li.personId, access: null });
    expect(await findSession("linzhou", token)).toBeNull();
  });
});

describe("sharing an account", () => {
  it("by invitation to a telephone: who has proved it takes it, with the right that was given", async () => {
    const phone = "12911110001";
    const { session: li } = await enter("li");
    const { id } = await inviteToAccount(own(li), { phone: "+86 129 1111 0001", access: "payer" }, DELIVERY);
    const guestId = await person(phone, world.wang.id);
    const { session: guest, token } = await enter(phone);
    expect(await listReceivedInvitations(own(guest), guest)).toMatchObject([
      { id, invitedBy: "li", access: "payer" },
    ]);
    const wang = await enter("wang");
    expect(await listReceivedInvitations(own(wang.session), wang.session)).toEqual([]);
    expect(await codeOf(answerInvitation(own(wang.session), wang.session, { id, accept: true }))).toBe(
      "NOT_FOUND",
    );
    const codes = await Promise.all(
      [1, 2].map(() => codeOf(answerInvitation(own(guest), guest, { id, accept: true }))),
    );
    expect(codes.sort()).toEqual(["NOT_FOUND", "ok"]);
    await switchAccount(own(guest), guest, { customerId: world.li.id });
    expect(await again(token)).toMatchObject({ customerId: world.li.id, access: "payer" });
    expect((await listShares(own(li))).people).toMatchObject([
      { personId: world.li.personId, access: "owner", self: true },
      { personId: guestId, phone: "129****0001", access: "payer", self: false },
    ]);

    await setAccess(own(li), { personId: guestId, access: "viewer" });
    expect(await again(token)).toMatchObject({ access: "viewer" });
    await setAccess(own(li), { personId: guestId, access: null });
    expect(await findSession("linzhou", token)).toBeNull();
    const entries = await withTenant(systemScope(world.city.id), (tx) =>
      tx.auditEntry.findMany({ where: { noun: "accountShare", nounId: world.li.id } }),
    );
    expect(entries.map(({ action }) => action)).toEqual(["invite", "accept", "share", "share"]);
    expect(JSON.stringify(entries)).not.toContain(phone);
  });

  it("an invitation that was taken back, declined or has run out opens nothing", async () => {
    const phone = "12911110002";
    await person(phone, world.wang.id);
    const { session: li } = await enter("li");
    const { session: guest } = await enter(phone);
    const first = await inviteToAccount(own(li), { phone, access: "viewer" }, DELIVERY);
    const replaced = await inviteToAccount(own(li), { phone, access: "owner" }, DELIVERY);
    expect(replaced.id).toBe(first.id);
    await revokeInvitation(own(li), first);
    expect(await codeOf(answerInvitation(own(guest), guest, { id: first.id, accept: true }))).toBe(
      "NOT_FOUND",
    );
    const second = await inviteToAccount(own(li), { phone, access: "viewer" }, DELIVERY);
    await answerInvitation(own(guest), guest, { id: second.id, accept: false });
    expect(await codeOf(answerInvitation(own(guest), guest, { id: second.id, accept: true }))).toBe(
      "NOT_FOUND",
    );
    const third = await inviteToAccount(own(li), { phone, access: "viewer" }, DELIVERY);
    await withIdentity((sql) =>
      sql.query(
        "UPDATE identity.account_invitation SET expires_at = now() - interval '1 second' WHERE id = $1",
        [third.id],
      ),
    );
    expect(await codeOf(answerInvitation(own(guest), guest, { id: third.id, accept: true }))).toBe(
      "NOT_FOUND",
    );
    expect(await listOwnAccounts(own(guest), guest)).toHaveLength(1);
  });

  it("leaves at least one owner, also when two take it from each other at one moment", async () => {
    const otherId = await person("12911110003");
    await linkCustomer(systemScope(world.city.id), { personId: otherId, customerId: world.li.id });
    const { session: li } = await enter("li");
    const { session: other } = await enter("12911110003");
    const codes = await Promise.all([
      codeOf(setAccess(own(li), { personId: otherId, access: "viewer" })),
      codeOf(setAccess(own(other), { personId: world.li.personId, access: null })),
    ]);
    expect(codes.sort()).toEqual(["LAST_OWNER", "ok"]);
  });

  it("touches no account but the one that is acted for", async () => {
    const { session: wang } = await enter("wang");
    const { session: stranger } = await enter("li", "linzhou-gas");
    const before = await stateOfLi();
    for (const session of [wang, stranger])
      expect(await codeOf(setAccess(own(session), { personId: world.li.personId, access: "viewer" }))).toBe(
        "NOT_FOUND",
      );
    expect(await stateOfLi()).toEqual(before);
    expect(JSON.stringify(await listShares(own(wang)))).not.toContain(world.li.personId);
  });
});

async function stateOfLi(): Promise<unknown> {
  const { rows } = await withIdentity((sql) =>
    sql.query("SELECT person_id, access FROM identity.customer_login WHERE customer_id = $1 ORDER BY 1", [
      world.li.id,
    ]),
  );
  return rows;
}
