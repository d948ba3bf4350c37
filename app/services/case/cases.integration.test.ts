import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { testDatabase } from "#tests/database.ts";
import { addServices, addWorkers, REPAIR } from "#tests/fixtures/services.ts";
import { addAgreement, FLAT_TARIFF, makeUtility } from "#tests/fixtures/utility.ts";
import { assignCase, claimCase } from "./assign-case.ts";
import { listCases } from "./list-cases.ts";
import { listInbox } from "./list-inbox.ts";
import { openCase } from "./open-case.ts";
import { showTask } from "./show-task.ts";
import { cancelCase, holdCase, resumeCase } from "./steer-case.ts";
import { type SubmitTask, submitTask } from "./submit-task.ts";
import { tickCase } from "./tick-case.ts";
import type { Who } from "./who.ts";

await testDatabase();
afterAll(closeDatabase);

const utility = await makeUtility({ slug: "cases", tariffs: { flat: FLAT_TARIFF } });
await addServices(utility, { repair: REPAIR });
const staff = await addWorkers(utility, {
  dana: { role: "dispatcher" },
  finn: { role: "field-worker", skills: ["repair"] },
  fred: { role: "field-worker" },
  sue: { role: "service-agent" },
});
const customer = await addAgreement(utility, { number: "1", tariff: "flat" });
const scope = utility.scope;

const as = (name: string): Scope => ({
  ...scope,
  actor: { kind: "staff", id: staff[name]?.personId ?? "", name },
});
const who = (name: string, ...roles: string[]): Who => ({
  personId: staff[name]?.personId ?? "",
  roles,
  dispatches: roles.includes("dispatcher"),
});
const DANA = who("dana", "dispatcher");
const FINN = who("finn", "field-worker");
const FRED = who("fred", "field-worker");
const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 2) + minutes * 60_000);

let opened = 0;
async function open(minutes = 0) {
  opened += 1;
  const { caseId } = await withTenantSql(scope, (sql) =>
    openCase(sql, scope, {
      service: "repair",
      key: `test-${opened}`,
      customerId: customer.customerId,
      now: at(minutes),
    }),
  );
  return caseId;
}

async function submit(
  name: string,
  as_: Who,
  caseId: string,
  minutes: number,
  more: Partial<SubmitTask> = {},
) {
  const task = await showTask(scope, as_, caseId);
  return submitTask(as(name), as_, {
    caseId,
    taskNumber: task.taskNumber,
    baseVersion: task.version,
    key: `${caseId}/${task.taskNumber}`,
    data: {},
    now: at(minutes),
    ...more,
  });
}

const stateOf = async (caseId: string) => {
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<Record<string, unknown>>(
      `SELECT state, step_key, priority, assignee_name, task_overdue, task_due_at, version,
         (SELECT array_agg(e.kind ORDER BY e.id) FROM case_event e WHERE e.tenant_id = c.tenant_id AND e.case_id = c.id) AS trace,
         (SELECT array_agg(concat(t.task_number, ' ', t.name, ' ', t.state) ORDER BY t.task_number, t.name) FROM case_timer t
          WHERE t.tenant_id = c.tenant_id AND t.case_id = c.id) AS timers
       FROM service_case c WHERE tenant_id = $1 AND id = $2`,
      [utility.tenantId, caseId],
    ),
  );
  return rows[0] ?? {};
};

describe("a repair from its report to the return visit", () => {
  it("goes through its steps and leaves its trace", async () => {
    const caseId = await open();
    await submit("dana", DANA, caseId, 2, { data: { area: "urban" } });
    expect(
      (await listInbox(scope, FINN, {}, undefined)).rows.map((task) => [task.caseId, task.mine]),
    ).toEqual([[caseId, false]]);
    expect((await listInbox(scope, FRED, {}, undefined)).rows).toEqual([]);
    await claimCase(as("finn"), caseId, FINN, at(4));
    await expect(claimCase(as("fred"), caseId, FRED, at(5))).rejects.toMatchObject({ code: "CASE_TAKEN" });
    await submit("finn", FINN, caseId, 29);
    await expect(stateOf(caseId)).resolves.toMatchObject({ step_key: "repair", assignee_name: "finn" });
    await submit("finn", FINN, caseId, 90, { data: { cause: "fuse" } });
    await submit("sue", who("sue", "service-agent"), caseId, 120, { outcome: "solved" });
    const done = await stateOf(caseId);
    expect(done).toMatchObject({ state: "completed" });
    expect(done.trace).toEqual([
      ...["opened", "entered", "left", "entered", "assigned", "left", "entered", "assigned"],
      ...["left", "entered", "left", "completed"],
    ]);
    expect(done.timers).toEqual([
      "1 overdue dropped",
      "2 escalation:0 dropped",
      "2 overdue dropped",
      "2 reminder:0 dropped",
    ]);
  });

  it("is opened once for a key, also by ten at once, and pins the release in force", async () => {
    const input = { service: "repair", key: "once", customerId: customer.customerId, now: at(0) };
    const all = await Promise.all(
      Array.from({ length: 8 }, () => withTenantSql(scope, (sql) => openCase(sql, scope, input))),
    );
    expect(new Set(all.map(({ caseId }) => caseId)).size).toBe(1);
    expect(all.filter((each) => each.opened)).toHaveLength(1);
  });

  it("refuses who has not the role or the skill, and lets a dispatcher assign", async () => {
    const caseId = await open();
    await expect(submit("finn", FINN, caseId, 1)).rejects.toMatchObject({ code: "CASE_NOT_YOURS" });
    await submit("dana", DANA, caseId, 1);
    await expect(claimCase(as("fred"), caseId, FRED, at(2))).rejects.toMatchObject({
      code: "CASE_NOT_YOURS",
    });
    await expect(assignCase(as("dana"), caseId, staff.sue?.personId ?? "", at(2))).rejects.toMatchObject({
      code: "CASE_ASSIGNEE_UNKNOWN",
    });
    await assignCase(as("dana"), caseId, staff.fred?.personId ?? "", at(3));
    await submit("fred", FRED, caseId, 10);
    await expect(stateOf(caseId)).resolves.toMatchObject({ step_key: "repair" });
  });

  it("takes one submission for a key, and tells who worked on what has changed", async () => {
    const caseId = await open();
    const first = { caseId, taskNumber: 1, baseVersion: 1, key: "offline-key-1", data: {}, now: at(1) };
    const [a, b] = await Promise.all([
      submitTask(as("dana"), DANA, first),
      submitTask(as("dana"), DANA, first),
    ]);
    expect([a.repeated, b.repeated].sort()).toEqual([false, true]);
    await expect(submitTask(as("dana"), DANA, { ...first, key: "offline-key-2" })).rejects.toMatchObject({
      code: "CASE_CHANGED",
      params: { task: 2, version: 1 },
    });
    await assignCase(as("dana"), caseId, staff.finn?.personId ?? "", at(2));
    await expect(
      submitTask(as("finn"), FINN, { ...first, taskNumber: 2, key: "offline-key-3" }),
    ).rejects.toMatchObject({ code: "CASE_CHANGED", params: { task: 2, version: 2 } });
  });

  it("reminds, marks what is late and escalates, once, however often and late the job runs", async () => {
    const caseId = await open();
    await submit("dana", DANA, caseId, 1);
    await tickCase(scope, caseId, at(20));
    await expect(stateOf(caseId)).resolves.toMatchObject({ task_overdue: false, priority: "normal" });
    await Promise.all([tickCase(scope, caseId, at(60)), tickCase(scope, caseId, at(61))]);
    await tickCase(scope, caseId, at(62));
    const late = await stateOf(caseId);
    expect(late).toMatchObject({ task_overdue: true, priority: "urgent" });
    expect((late.trace as string[]).slice(4)).toEqual(["reminded", "overdue", "escalated"]);
    expect(late.timers).toContain("2 escalation:0 fired");
    // The one who fills in the task without a network has no conflict by that.
    await expect(submit("finn", FINN, caseId, 70, { taskNumber: 2, baseVersion: 1 })).resolves.toMatchObject({
      repeated: false,
    });
  });

  it("stands still while it is held, and is due later by as much", async () => {
    const caseId = await open();
    await submit("dana", DANA, caseId, 1);
    await holdCase(as("dana"), caseId, "客户不在家", at(10));
    await tickCase(scope, caseId, at(500));
    await expect(stateOf(caseId)).resolves.toMatchObject({ state: "held", task_overdue: false });
    await expect(submit("finn", FINN, caseId, 501)).rejects.toMatchObject({ code: "CASE_NOT_OPEN" });
    await resumeCase(as("dana"), caseId, at(610));
    await expect(stateOf(caseId)).resolves.toMatchObject({ state: "open", task_due_at: at(645) });
    await expect(cancelCase(as("dana"), caseId, " ", at(611))).rejects.toMatchObject({
      code: "CASE_REASON_NEEDED",
    });
    await cancelCase(as("dana"), caseId, "误报", at(611));
    await expect(stateOf(caseId)).resolves.toMatchObject({ state: "cancelled" });
  });
});

describe("the list of cases", () => {
  it("searches, filters and pages both ways by key", async () => {
    const all = await listCases(
      scope,
      {},
      { sort: "opened", direction: "descending", after: undefined, before: undefined },
    );
    expect(all.rows.length).toBeGreaterThan(5);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listCases(
        scope,
        { running: true },
        { sort: "due", direction: "ascending", after, before: undefined },
        2,
      );
      seen.push(...page.rows.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(all.rows.filter(({ state }) => state === "open" || state === "held").length);
    const first = all.rows[0]!;
    const place = { sort: "number", direction: "ascending", after: undefined, before: undefined } as const;
    const found = await listCases(scope, { search: first.number.slice(0, -2).toLowerCase() }, place);
    expect(found.rows.map(({ id }) => id)).toContain(first.id);
    expect((await listCases(scope, { search: "王小明" }, place)).rows.length).toBe(all.rows.length);
    expect((await listCases(scope, { search: "nobody of that name" }, place)).rows).toEqual([]);
  });
});
