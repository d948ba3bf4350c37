import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { policyActorOf, type Session, scopeOf } from "#app/platform/session.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { abilityOf } from "#app/policies/ability.ts";
import type { StaffRole } from "#app/policies/policy.ts";
import { createCallerFactory } from "#app/trpc/base.ts";
import { appRouter } from "#app/trpc/router.ts";
import { testDatabase } from "#tests/database.ts";
import { ALARM_ID, addAlarmOfLi } from "#tests/probe/alarms.ts";
import { addBillOfLi, BILL_ID } from "#tests/probe/bills.ts";
import { addCaseOfLi, CASE_ID } from "#tests/probe/cases.ts";
import { makeWorld, type World } from "#tests/world.ts";

await testDatabase();
let world: World;
const PHONE = "13800138000";
beforeAll(async () => {
  world = await makeWorld();
  await addBillOfLi(world);
  await addCaseOfLi(world);
  await addAlarmOfLi(world);
  await withTenantSql(systemScope(world.city.id), (sql) =>
    sql.query("UPDATE customer SET phone = $2, email = 'li@example.org' WHERE id = $1", [world.li.id, PHONE]),
  );
});
afterAll(closeDatabase);

const enter = createCallerFactory(appRouter);

function callerOf(session: Session) {
  return enter({
    requestId: "request-1",
    locale: "en",
    tenant: { slug: "linzhou", base: "/t/linzhou", timezone: "Asia/Shanghai", currency: "CNY" },
    session,
    scope: scopeOf(session, "request-1", "192.0.2.7"),
    ability: abilityOf(policyActorOf(session)),
    request: {
      ip: "192.0.2.7",
      agent: "",
      origin: "http://x.example",
      token: () => undefined,
      setToken: () => {},
    },
  });
}

const common = () => ({ id: "s", tenantId: world.city.id, readable: [world.city.id] });
const as = (role: StaffRole) =>
  callerOf({
    ...common(),
    kind: "staff",
    userId: world.staff[role].personId,
    displayName: role,
    roles: [role],
  });
const asLi = () =>
  callerOf({
    ...common(),
    kind: "customer",
    userId: world.li.personId,
    displayName: "li",
    customerId: world.li.id,
    access: "owner",
  });
const logged = async () => (await as("tenant-admin").privacy.listAccess({})).rows;

describe("masking by role", () => {
  const calls = {
    customers: (role: StaffRole) => as(role).customer.list({}),
    customer: (role: StaffRole) => as(role).customer.show({ customerId: world.li.id }),
    bill: (role: StaffRole) => as(role).bill.show({ billId: BILL_ID }),
    case: (role: StaffRole) => as(role).case.show({ caseId: CASE_ID }),
    alarm: (role: StaffRole) => as(role).alarm.show({ alarmId: ALARM_ID }),
    premises: (role: StaffRole) => as(role).premise.list({}),
  };
  const whole = [PHONE, "li of linzhou", "li@example.org"];

  it.each(Object.keys(calls) as (keyof typeof calls)[])(
    "%s: an admin sees stars, and nothing is logged; who serves customers sees all, and the log says so",
    async (name) => {
      const before = (await logged()).length;
      const masked = JSON.stringify(await calls[name]("tenant-admin"));
      for (const text of whole) expect(masked).not.toContain(text);
      expect(masked).toContain("l** o** l**");
      expect(await logged()).toHaveLength(before);

      const shown = JSON.stringify(await calls[name]("service-agent"));
      expect(shown).toContain("li of linzhou");
      const after = await logged();
      expect(after).toHaveLength(before + 1);
      expect(after[0]).toMatchObject({ actorName: "service-agent", basis: "role", ip: "192.0.2.7" });
    },
  );

  it("tells the log whose data it was where it was one customer's", async () => {
    await calls.case("service-agent");
    expect((await logged())[0]).toMatchObject({ call: "case.show", customerId: world.li.id });
    await calls.premises("service-agent");
    expect((await logged())[0]).toMatchObject({ call: "premise.list", customerId: null });
  });

  it("leaves customers their own as it is, unlogged", async () => {
    const before = (await logged()).length;
    expect(JSON.stringify(await asLi().bill.show({ billId: BILL_ID }))).toContain("li of linzhou");
    expect(await logged()).toHaveLength(before);
  });

  it("cannot be got round by searching or sorting", async () => {
    const found = async (role: StaffRole, search: string) =>
      (await as(role).customer.list({ search })).rows.map(({ number }) => number);
    expect(await found("service-agent", "1380013")).toEqual(["linzhou-li"]);
    expect(await found("tenant-admin", "1380013")).toEqual([]);
    expect(await found("tenant-admin", PHONE)).toEqual(["linzhou-li"]);
    const sorted = await as("tenant-admin").customer.list({ sort: "name", direction: "descending" });
    expect(sorted.rows.map(({ number }) => number)).toEqual(["linzhou-wang", "linzhou-li"]);
  });

  it("gives a task's form in full to who does it, since stars would be written down", async () => {
    const taken = (personId: string | null) =>
      withTenantSql(systemScope(world.city.id), (sql) =>
        sql.query("UPDATE service_case SET assignee_id = $2 WHERE id = $1", [CASE_ID, personId]),
      );
    const phone = async () => (await as("metering-clerk").case.showTask({ caseId: CASE_ID })).customerPhone;
    await taken(world.staff["metering-clerk"].personId);
    expect(await phone()).toBe(PHONE);
    await taken(null);
    expect(await phone()).toBe("138****8000");
  });
});

describe("showing what is masked", () => {
  it("takes a reason, which the log keeps", async () => {
    const shown = await as("tenant-admin").privacy.reveal({ customerId: world.li.id, reason: "call 4711" });
    expect(shown).toEqual({
      name: "li of linzhou",
      phone: PHONE,
      email: "li@example.org",
      addresses: ["li's street"],
    });
    expect((await logged())[0]).toMatchObject({
      actorName: "tenant-admin",
      customerNumber: "linzhou-li",
      basis: "reason",
      reason: "call 4711",
    });
    await expect(
      as("tenant-admin").privacy.reveal({ customerId: world.li.id, reason: " " }),
    ).rejects.toThrow();
  });

  it("is refused to who may not, and across utilities, and then shows and logs nothing", async () => {
    const before = (await logged()).length;
    const reason = "call 4711";
    await expect(as("auditor").privacy.reveal({ customerId: world.li.id, reason })).rejects.toThrow();
    await expect(
      as("tenant-admin").privacy.reveal({ customerId: world.gasCustomer.id, reason }),
    ).rejects.toThrow();
    expect(await logged()).toHaveLength(before);
  });

  it("is found in the log by who, customer, ground and day", async () => {
    const find = async (filter: Parameters<ReturnType<typeof as>["privacy"]["listAccess"]>[0]) =>
      (await as("auditor").privacy.listAccess(filter)).rows.map(({ reason }) => reason);
    expect(await find({ basis: "reason", customer: "linzhou-li" })).toEqual(["call 4711"]);
    expect(await find({ search: "call 47" })).toEqual(["call 4711"]);
    expect(await find({ basis: "reason", untilDay: "2020-01-01" })).toEqual([]);
  });
});
