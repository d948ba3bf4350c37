import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, withIdentity, withOwnerSql, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { testDatabase } from "#tests/database.ts";
import { startWorkerProcess } from "#tests/fixtures/worker-process.ts";
import { addAttachmentOfLi } from "#tests/probe/attachments.ts";
import { addBillOfLi, BILL_ID, INTENT_ID, MESSAGE_ID } from "#tests/probe/bills.ts";
import { addCaseOfLi, CASE_ID } from "#tests/probe/cases.ts";
import { makeStaff, makeWorld, type World } from "#tests/world.ts";
import { COLUMNS } from "./columns.ts";
import { agrees } from "./consent-purposes.ts";
import { listConsents, setConsent } from "./consents.ts";
import { eraseCustomer } from "./erase-customer.ts";
import { exportPerson } from "./export-person.ts";
import { HOLDINGS } from "./holdings.ts";
import { listErasures } from "./list-erasures.ts";
import { listHoldings } from "./list-holdings.ts";
import { logAccess } from "./present.ts";
import { askErasure, decideErasure, proposeErasure, withdrawErasure } from "./request-erasure.ts";

await testDatabase();
afterAll(closeDatabase);

/** Written into every column that an erasure must clear: found anywhere afterwards, something was forgotten. */
const MARK = "Ada Q. Marker";
const now = new Date("2026-11-05T00:00:00Z");
let world: World;
let city: Scope;
let own: Scope;
let admin: Scope;
let second: Scope;

beforeAll(async () => {
  world = await makeWorld();
  await addBillOfLi(world);
  await addCaseOfLi(world);
  await addAttachmentOfLi(world);
  city = systemScope(world.city.id);
  const as = (id: string, name: string): Scope => ({ ...city, actor: { kind: "staff", id, name } });
  admin = as(world.staff["tenant-admin"].personId, "Shen");
  second = as((await makeStaff(world.city, "all")).personId, "Zhou");
  own = { ...city, customerId: world.li.id, actor: { kind: "customer", id: world.li.personId, name: MARK } };
  await setConsent(own, { purpose: "surveys", given: true, now });
  await logAccess(admin, {
    name: "privacy.reveal",
    fields: ["name"],
    records: 1,
    customerId: world.li.id,
    basis: "reason",
    reason: "a call",
  });
  await withTenantSql(city, async (sql) => {
    const insert = (text: string, ...values: unknown[]) => sql.query(text, [city.tenantId, ...values]);
    await insert(
      "INSERT INTO case_rating (tenant_id, case_id, score, rated_at, rated_by_name) VALUES ($1, $2, 5, now(), 'li')",
      CASE_ID,
    );
    await insert(
      "INSERT INTO message_attempt (tenant_id, message_id, number, reference, started_at) VALUES ($1, $2, 1, 'r', now())",
      MESSAGE_ID,
    );
    await insert(
      "INSERT INTO message_preference (tenant_id, customer_id, declined, accepted, changed_at) VALUES ($1, $2, '{}', '{}', now())",
      world.li.id,
    );
    await insert(
      `INSERT INTO register_read (tenant_id, register_id, read_at, index_value, quality) VALUES ($1, $2, '2025-01-02', 7, 0)`,
      world.li.registerId,
    );
  });
  await withIdentity((sql) =>
    sql.query(
      `INSERT INTO identity.account_invitation (tenant_id, id, customer_id, phone, access, invited_by, invited_by_name, created_at, expires_at)
       VALUES ($1, $2, $3, '13800138000', 'viewer', $4, $5, now(), now())`,
      [city.tenantId, newId(), world.li.id, world.li.personId, MARK],
    ),
  );
  await withIdentity((sql) =>
    sql.query("UPDATE identity.person SET name = $2, phone = '13800138000' WHERE id = $1", [
      world.li.personId,
      MARK,
    ]),
  );
  await mark();
});

const BY_TYPE: Readonly<Record<string, string>> = {
  text: `'${MARK}'`,
  jsonb: `jsonb_build_object('said', '${MARK}')`,
  "text[]": `ARRAY['${MARK}']`,
  inet: "'203.0.113.77'",
  bytea: `'${MARK}'::bytea`,
};

/** Puts the mark into every column of the customer's rows that an erasure must clear. */
async function mark(): Promise<void> {
  await withOwnerSql(city, async (sql) => {
    await sql.query("UPDATE case_event SET actor_kind = 'customer' WHERE case_id = $1", [CASE_ID]);
    for (const { table, rows } of HOLDINGS) {
      const columns = Object.entries(COLUMNS[table]?.personal ?? {}).filter(
        ([, column]) => column.of === "customer" && column.fate !== "kept",
      );
      for (const [column] of columns) {
        if (column === "locale") continue;
        const { rows: types } = await sql.query<{ type: string }>(
          "SELECT format_type(atttypid, NULL) AS type FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2",
          [table, column],
        );
        await sql.query(
          `UPDATE ${table} t SET ${column} = ${BY_TYPE[types[0]?.type ?? ""]} WHERE t.tenant_id = $1 AND ${rows} AND $2::uuid IS NOT NULL AND $3::uuid[] IS NOT NULL`,
          [city.tenantId, world.li.id, [world.li.personId]],
        );
      }
    }
  });
}

/** `table.column` of whatever still holds the mark, in every table of the installation. */
async function left(): Promise<string[]> {
  const found: string[] = [];
  const look = async (
    sql: { query(text: string): Promise<{ rows: { column: string }[] }> },
    table: string,
  ) => {
    const { rows } = await sql.query(
      `SELECT DISTINCT e.key AS column FROM ${table} t, jsonb_each_text(to_jsonb(t)) e
       WHERE strpos(e.value, '${MARK}') > 0 OR strpos(e.value, '203.0.113.77') > 0 OR strpos(e.value, encode('${MARK}'::bytea, 'hex')) > 0
         OR strpos(e.value, '13800138000') > 0`,
    );
    found.push(...rows.map(({ column }) => `${table}.${column}`));
  };
  const tables = Object.keys(COLUMNS);
  await withOwnerSql(city, async (sql) => {
    for (const table of tables.filter((name) => !name.includes("."))) await look(sql as never, table);
  });
  await withIdentity(async (sql) => {
    for (const table of ["person", "account_invitation", "session", "one_time_code", "attempt"])
      await look(sql as never, `identity.${table}`);
  });
  return found.sort();
}

/** All of another utility, as it stands. */
const stateOf = (tenantId: string) =>
  withOwnerSql(systemScope(tenantId), async (sql) => {
    const state: Record<string, unknown> = {};
    for (const { table } of HOLDINGS) {
      const { rows } = await sql.query(
        `SELECT md5(string_agg(t::text, '' ORDER BY t::text)) AS md5 FROM ${table} t`,
      );
      state[table] = rows[0]?.md5;
    }
    return state;
  });

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => "ok",
    (error: { code?: string }) => error.code,
  );
const li = () => world.li.id;
const totals = async () =>
  (
    await withTenantSql(city, (sql) =>
      sql.query(
        "SELECT number, total::text, paid::text, usage::text FROM bill WHERE tenant_id = $1 ORDER BY number",
        [city.tenantId],
      ),
    )
  ).rows;

describe("consent", () => {
  it("is the latest answer, each with its version and time, and only of the customer who asks", async () => {
    const answers = await listConsents(own, li());
    expect(answers).toMatchObject([{ purpose: "surveys", version: "2026-11", given: true }]);
    expect(agrees(answers, "surveys")).toBe(true);
    await setConsent(own, { purpose: "surveys", given: false, now });
    expect(agrees(await listConsents(own, li()), "surveys")).toBe(false);
    expect(await listConsents({ ...own, customerId: world.wang.id }, li())).toEqual([]);
    expect(agrees([{ ...(answers[0] as (typeof answers)[0]), version: "2020-01" }], "surveys")).toBe(false);
    await mark();
  });
});

describe("export of one person", () => {
  it("holds every row that is stored about the customer, and nobody else's", async () => {
    const rows = new Map<string, number>();
    const texts: string[] = [];
    for await (const part of exportPerson(city, li())) {
      rows.set(part.table, part.rows.length);
      texts.push(JSON.stringify(part.rows));
    }
    const stored = await listHoldings(city, li());
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(stored.map(({ table, rows }) => [table, rows])),
    );
    const full = [
      "customer",
      "register_read",
      "bill",
      "receipt",
      "case_task",
      "attachment",
      "message",
      "consent",
    ];
    for (const table of [...full, "personal_access", "identity.person", "identity.credential"])
      expect([table, (rows.get(table) ?? 0) > 0]).toEqual([table, true]);
    const text = texts.join();
    expect(text).toContain(MARK);
    expect(text).not.toContain(world.wang.id);
    expect(text).not.toContain("$argon2");
  });
});

describe("erasure", () => {
  it("waits until nothing runs any more, and says what does", async () => {
    const refused = await proposeErasure(admin, { customerId: li(), reason: "", now }).catch(
      (error) => error,
    );
    expect(refused.code).toBe("ERASURE_BLOCKED");
    expect(refused.wordsIn("en")).toContain(
      "an agreement still runs, bills are not settled, cases are not closed",
    );
    await withTenantSql(city, async (sql) => {
      await sql.query("UPDATE agreement SET end_on = '2026-01-01' WHERE id = $1", [world.li.agreementId]);
      await sql.query("UPDATE bill SET paid = total WHERE id = $1", [BILL_ID]);
      await sql.query("UPDATE service_case SET state = 'completed', closed_at = now() WHERE id = $1", [
        CASE_ID,
      ]);
      await sql.query("UPDATE payment_intent SET closed_at = now(), state = 'paid' WHERE id = $1", [
        INTENT_ID,
      ]);
    });
  });

  it("is asked for once, taken back by who asked, taken up by one and approved by another", async () => {
    const { erasureId } = await askErasure(own, MARK, now);
    expect(await codeOf(askErasure(own, "", now))).toBe("ERASURE_OPEN");
    await withdrawErasure(own, erasureId);
    expect(await codeOf(withdrawErasure(own, erasureId))).toBe("ERASURE_DECIDED");
    const { erasureId: asked } = await askErasure(own, MARK, now);
    expect(await codeOf(decideErasure(second, { erasureId: asked, approve: true, note: "", now }))).toBe(
      "ERASURE_DECIDED",
    );
    expect(await proposeErasure(admin, { customerId: li(), reason: "", now })).toEqual({ erasureId: asked });
    expect(await codeOf(withdrawErasure(own, asked))).toBe("ERASURE_DECIDED");
    expect(await codeOf(decideErasure(admin, { erasureId: asked, approve: true, note: "", now }))).toBe(
      "ERASURE_SECOND_PERSON",
    );
    await decideErasure(second, { erasureId: asked, approve: true, note: "fine", now });
    const [erasure] = await listErasures(city, li());
    expect(erasure).toMatchObject({
      state: "approved",
      proposedByName: "Shen",
      decidedByName: "Zhou",
      result: null,
    });
    expect(erasure?.plan).toMatchObject({ customer: 1, bill: 1, attachment: 1 });
  });

  it("killed between its halves is finished by the next process; nothing of the person is left, all else as it was", async () => {
    const before = { bills: await totals(), gas: await stateOf(world.gas.id) };
    expect(await left()).toEqual(
      expect.arrayContaining(["customer.name", "attachment.content", "message.body"]),
    );
    let killed = "";
    await withTenantSql(city, async (sql) => {
      // The job has cut the sign-in off and waits for this row when the machine loses its power.
      await sql.query("SELECT 1 FROM customer WHERE id = $1 FOR UPDATE", [li()]);
      const worker = await startWorkerProcess("normal");
      for (let turn = 0; turn < 200 && killed === ""; turn += 1) {
        await pause(25);
        const { rows } = await withIdentity((identity) =>
          identity.query<{ login: string }>(
            "SELECT login FROM identity.person WHERE id = $1 AND disabled_at IS NOT NULL",
            [world.li.personId],
          ),
        );
        killed = rows[0]?.login ?? "";
      }
      await worker.kill();
    });
    expect(killed).toBe(`erased-${world.li.personId}`);
    const [half] = await listErasures(city, li());
    expect(half?.state).toBe("approved");
    await eraseCustomer(city, half?.id ?? "", now);
    await eraseCustomer(city, half?.id ?? "", now);

    const [done] = await listErasures(city, li());
    expect(done).toMatchObject({ state: "done", result: { customer: 1, attachment: 1, case_rating: 1 } });
    // The audit trail alone keeps who asked: it is evidence, sealed, and masked for who need not know.
    expect(await left()).toEqual(["audit_entry.actor_name"]);
    expect(await totals()).toEqual(before.bills);
    expect(await stateOf(world.gas.id)).toEqual(before.gas);
    const links = await withIdentity((sql) =>
      sql.query("SELECT 1 FROM identity.customer_login WHERE customer_id = $1", [li()]),
    );
    expect(links.rows).toEqual([]);
  });

  it("is not done twice, nor for another utility's customer", async () => {
    expect(await codeOf(proposeErasure(admin, { customerId: li(), reason: "", now }))).toBe("NOT_FOUND");
    expect(await codeOf(proposeErasure(admin, { customerId: world.gasCustomer.id, reason: "", now }))).toBe(
      "NOT_FOUND",
    );
  });
});
