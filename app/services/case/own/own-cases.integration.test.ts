import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { ServiceInput } from "#schema/blueprint/service/schema.ts";
import { testDatabase } from "#tests/database.ts";
import { addServices, addWorkers, REPAIR } from "#tests/fixtures/services.ts";
import { addAgreement, customerScope, FLAT_TARIFF, makeUtility } from "#tests/fixtures/utility.ts";
import { showTask } from "../show-task.ts";
import { cancelCase } from "../steer-case.ts";
import { submitTask } from "../submit-task.ts";
import { answerOwnCase, commentOwnCase, rateOwnCase, reopenOwnCase, requestOwn } from "./act-on-own-case.ts";
import { offeredServices, ownRequestForm } from "./offered-services.ts";
import { listOwnCases, showOwnCase } from "./own-case.ts";

await testDatabase();
afterAll(closeDatabase);

const words = (text: string) => ({ "zh-CN": text, en: text });
const oneStep = (
  actions: ServiceInput["steps"][number]["actions"],
  more: Partial<ServiceInput> = {},
): ServiceInput => ({
  label: words("办理"),
  category: "application",
  openedBy: ["customer", "staff"],
  requires: ["service-point"],
  facts: { name: "string", phone: "string", on: "string", tariff: "string" },
  steps: [
    {
      key: "do",
      label: words("办理"),
      assignee: { role: "billing-clerk" },
      ...(actions ? { actions } : {}),
      visible: words("正在办理"),
    },
  ],
  ...more,
});
const utility = await makeUtility({ slug: "own-cases", tariffs: { flat: FLAT_TARIFF } });
await addServices(utility, {
  repair: REPAIR,
  inspection: {
    label: words("用电检查"),
    category: "inspection",
    openedBy: ["staff"],
    steps: [{ key: "look", label: words("检查"), assignee: { role: "field-worker" } }],
  },
  transfer: oneStep([
    { do: "agreement.transfer", with: { name: "data.name", phone: "data.phone", on: "data.on" } },
  ]),
  close: oneStep([{ do: "agreement.close", with: { on: "data.on" } }]),
  open: oneStep([
    { do: "agreement.open", with: { tariff: "data.tariff", name: "data.name", on: "data.on" } },
  ]),
});
const staff = await addWorkers(utility, {
  bea: { role: "billing-clerk" },
  all: { role: "all", skills: ["repair"] },
});
const li = await addAgreement(utility, { number: "10", tariff: "flat" });
const wang = await addAgreement(utility, { number: "11", tariff: "flat" });
const own = customerScope(utility, li.customerId);
const others = customerScope(utility, wang.customerId);
const at = (hours: number) => new Date(Date.UTC(2026, 2, 2, 2) + hours * 3_600_000);

const worker: Scope = {
  ...utility.scope,
  actor: { kind: "staff", id: staff.all?.personId ?? "", name: "all" },
};
const who = {
  personId: staff.all?.personId ?? "",
  roles: ["dispatcher", "field-worker", "service-agent"],
  dispatches: true,
};

async function work(
  caseId: string,
  hours: number,
  more: { outcome?: string; data?: Record<string, string> } = {},
) {
  const task = await showTask(worker, who, caseId);
  const { taskNumber, version } = task;
  return submitTask(worker, who, {
    caseId,
    taskNumber,
    baseVersion: version,
    key: `${caseId}-${taskNumber}`,
    data: {},
    now: at(hours),
    ...more,
  });
}

let keys = 0;
const request = async (
  service: string,
  data: Record<string, string> = {},
  scope = own,
  more: object = {},
) => {
  keys += 1;
  const { caseId } = await requestOwn(scope, {
    service,
    key: `page-${keys}`,
    servicePointId: scope === own ? li.servicePointId : wang.servicePointId,
    data,
    now: at(0),
    ...more,
  });
  return caseId;
};

describe("a customer and a repair", () => {
  it("asks, follows it as steps, says it is not solved, then that it is, and rates it once", async () => {
    const caseId = await request("repair", { area: "urban" });
    await work(caseId, 1);
    const onTheWay = await showOwnCase(own, caseId, at(1));
    expect(onTheWay.steps.map(({ key, state }) => `${key} ${state}`)).toEqual([
      "dispatch done",
      "arrive current",
      "return-visit ahead",
    ]);
    await expect(
      answerOwnCase(own, caseId, { outcome: "solved", comment: "", now: at(1) }),
    ).rejects.toMatchObject({
      code: "CASE_NOT_ASKED",
    });
    await commentOwnCase(own, caseId, "门禁密码 1234", at(1));
    await work(caseId, 2);
    await work(caseId, 3);
    expect((await showOwnCase(own, caseId, at(3))).outcomes.map(({ key }) => key)).toEqual([
      "solved",
      "unsolved",
    ]);
    await answerOwnCase(own, caseId, { outcome: "unsolved", comment: "又跳闸了", now: at(4) });
    expect(await showOwnCase(own, caseId, at(4))).toMatchObject({ state: "open", asked: false });
    for (const hour of [5, 6, 7]) await work(caseId, hour);
    await expect(rateOwnCase(own, caseId, { score: 5, comment: "", now: at(7) })).rejects.toMatchObject({
      code: "CASE_NOT_RATABLE",
    });
    await answerOwnCase(own, caseId, { outcome: "solved", comment: "", now: at(8) });
    await rateOwnCase(own, caseId, { score: 5, comment: "很快", now: at(9) });
    await expect(rateOwnCase(own, caseId, { score: 1, comment: "", now: at(9) })).rejects.toMatchObject({
      code: "CASE_NOT_RATABLE",
    });
    const done = await showOwnCase(own, caseId, at(9));
    expect(done).toMatchObject({ state: "completed", score: 5, ratable: false, reopenable: true });
    expect(done.events.filter(({ own }) => own).map(({ kind, text }) => [kind, text])).toEqual([
      ["opened", null],
      ["commented", "门禁密码 1234"],
      ["rated", "很快"],
    ]);
    await reopenOwnCase(own, caseId, "又坏了", at(10));
    expect(await showOwnCase(own, caseId, at(10))).toMatchObject({ state: "open" });
  });

  it("opens one case however often the page sends it, and never at a place of somebody else", async () => {
    const input = {
      service: "repair",
      key: "sent twice",
      servicePointId: li.servicePointId,
      data: {},
      now: at(0),
    };
    const [a, b] = await Promise.all([requestOwn(own, input), requestOwn(own, input)]);
    expect(a.caseId).toBe(b.caseId);
    // The same key of another customer is another case.
    const c = await requestOwn(others, { ...input, servicePointId: wang.servicePointId });
    expect(c.caseId).not.toBe(a.caseId);
    await expect(
      requestOwn(own, { ...input, key: "at wang's", servicePointId: wang.servicePointId }),
    ).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("sees nothing of another's, nor what its service does not show to customers", async () => {
    const caseId = await request("repair");
    for (const deed of [
      () => showOwnCase(others, caseId, at(0)),
      () => commentOwnCase(others, caseId, "x", at(0)),
      () => rateOwnCase(others, caseId, { score: 1, comment: "", now: at(0) }),
      () => answerOwnCase(others, caseId, { outcome: "solved", comment: "", now: at(0) }),
      () => reopenOwnCase(others, caseId, "x", at(0)),
    ])
      await expect(deed()).rejects.toMatchObject({ code: "NOT_FOUND" });
    const secret = await withTenantSql(utility.scope, async (sql) =>
      (await import("../open-case.ts")).openCase(sql, utility.scope, {
        service: "inspection",
        key: "secret",
        customerId: li.customerId,
        now: at(0),
      }),
    );
    await expect(showOwnCase(own, secret.caseId, at(0))).rejects.toMatchObject({ code: "NOT_FOUND" });
    const listed = await listOwnCases(own);
    expect(listed.cases.map(({ id }) => id)).toContain(caseId);
    expect(listed.cases.map(({ id }) => id)).not.toContain(secret.caseId);
    expect((await offeredServices(own, "customer")).map(({ key }) => key)).toEqual([
      "close",
      "open",
      "repair",
      "transfer",
    ]);
    expect((await ownRequestForm(own, "repair", at(0))).servicePoints.map(({ id }) => id)).toEqual([
      li.servicePointId,
    ]);
  });
});

const agreementsAt = async (servicePointId: string) => {
  const { rows } = await withTenantSql(utility.scope, (sql) =>
    sql.query<{ name: string; start_on: string; end_on: string | null; tariff_key: string; status: string }>(
      `SELECT c.name, a.start_on, a.end_on, a.tariff_key, s.status FROM agreement a
       JOIN customer c ON c.tenant_id = a.tenant_id AND c.id = a.customer_id
       JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id
       WHERE a.tenant_id = $1 AND a.service_point_id = $2 ORDER BY a.start_on`,
      [utility.tenantId, servicePointId],
    ),
  );
  return rows;
};

describe("what a service does to agreements", () => {
  it("transfers, closes and opens again: exact to the day, once, audited", async () => {
    const transfer = await request("transfer", { name: "赵新主", phone: "12900000000", on: "2026-04-01" });
    await Promise.all([work(transfer, 24), work(transfer, 24)].map((each) => each.catch(() => undefined)));
    expect(
      (await agreementsAt(li.servicePointId)).map(({ name, start_on, end_on }) => [name, start_on, end_on]),
    ).toEqual([
      ["王小明 10", "2020-01-01", "2026-04-01"],
      ["赵新主", "2026-04-01", null],
    ]);
    // A second transfer on a day before the new agreement begins is refused, and the step is not completed.
    const early = await request("transfer", { name: "钱更早", on: "2026-03-20" }, others, {});
    await withTenantSql(utility.scope, (sql) =>
      sql.query("UPDATE agreement SET start_on = '2026-03-25' WHERE tenant_id = $1 AND id = $2", [
        utility.tenantId,
        wang.agreementId,
      ]),
    );
    await expect(work(early, 25)).rejects.toMatchObject({ code: "CASE_ACTION_REFUSED" });
    expect((await showTask(worker, who, early)).taskNumber).toBe(1);
    await cancelCase(worker, early, "撤回", at(26));

    const close = await request("close", { on: "2026-05-01" }, others);
    await work(close, 27);
    expect(await agreementsAt(wang.servicePointId)).toMatchObject([
      { end_on: "2026-05-01", status: "closed" },
    ]);
    await expect(work(await request("close", { on: "2026-06-01" }, others), 28)).rejects.toMatchObject({
      code: "CASE_ACTION_REFUSED",
    });

    await expect(
      request("open", {}, own, { servicePointId: undefined, freePoint: `S10` }),
    ).rejects.toMatchObject({ code: "CASE_POINT_UNKNOWN" });
    const reopened = await request("open", { tariff: "flat", name: "孙租客", on: "2026-06-01" }, own, {
      servicePointId: undefined,
      freePoint: "S11",
      now: new Date("2026-05-20T02:00:00Z"),
    });
    await work(reopened, 24 * 85);
    expect(await agreementsAt(wang.servicePointId)).toMatchObject([
      { end_on: "2026-05-01" },
      { name: "孙租客", start_on: "2026-06-01", end_on: null, tariff_key: "flat", status: "active" },
    ]);
    const { rows } = await withTenantSql(utility.scope, (sql) =>
      sql.query<{ n: string }>(
        "SELECT count(*) AS n FROM audit_entry WHERE tenant_id = $1 AND noun IN ('agreement', 'customer')",
        [utility.tenantId],
      ),
    );
    expect(Number(rows[0]?.n)).toBe(6);
  });

  it("refuses to end an agreement inside what is billed already", async () => {
    const third = await addAgreement(utility, { number: "12", tariff: "flat" });
    const [tariffHash] = utility.tariffHashes.values();
    await withTenantSql(utility.scope, (sql) =>
      sql.query(
        `INSERT INTO bill (tenant_id, id, number, agreement_id, customer_id, service_point_id, period, period_start, period_end, state, currency,
           total, usage, usage_unit, closing, release_number, tariff_key, tariff_hash, quantities, estimated, due_on, created_at, posted_at)
         VALUES ($1, $2, 'B12', $3, $4, $5, '2026-03', '2026-03-01', '2026-04-01', 'posted', 'CNY', 1, 1, 'kWh', '{}', 1, 'flat', $6, '[]',
           false, '2026-04-20', '2026-04-01', '2026-04-01')`,
        [
          utility.tenantId,
          third.agreementId,
          third.agreementId,
          third.customerId,
          third.servicePointId,
          tariffHash,
        ],
      ),
    );
    keys += 1;
    const { caseId } = await requestOwn(customerScope(utility, third.customerId), {
      service: "close",
      key: `page-${keys}`,
      servicePointId: third.servicePointId,
      data: { on: "2026-03-15" },
      now: at(0),
    });
    await expect(work(caseId, 1)).rejects.toMatchObject({
      code: "CASE_ACTION_REFUSED",
      params: { problem: expect.stringContaining("B12") },
    });
    expect(await agreementsAt(third.servicePointId)).toMatchObject([{ end_on: null }]);
  });
});
