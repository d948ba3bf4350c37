import { afterAll, expect, it } from "vitest";
import { closeDatabase, readTenant, withTenantSql } from "#app/platform/database.ts";
import { openCase } from "#app/services/case/open-case.ts";
import { submitTask } from "#app/services/case/submit-task.ts";
import type { ServiceInput } from "#schema/blueprint/service/schema.ts";
import { testDatabase } from "#tests/database.ts";
import { addServices, addWorkers, REPAIR } from "#tests/fixtures/services.ts";
import { addAgreement, FLAT_TARIFF, makeUtility } from "#tests/fixtures/utility.ts";
import { moveCases } from "./move-cases.ts";

await testDatabase();
afterAll(closeDatabase);

const NOW = new Date("2026-03-02T02:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const words = (text: string) => ({ "zh-CN": text, en: text });
const steps = REPAIR.steps as NonNullable<ServiceInput["steps"]>;

it("R6: a running case keeps its release until it is moved; a rehearsal writes nothing; what cannot go on stays and says why", async () => {
  const utility = await makeUtility({ slug: "moving", tariffs: { flat: FLAT_TARIFF } });
  await addServices(utility, { repair: REPAIR });
  const { dana } = await addWorkers(utility, { dana: { role: "dispatcher" } });
  const { customerId } = await addAgreement(utility, { number: "1", tariff: "flat" });
  const { scope } = utility;
  const open = (key: string) =>
    withTenantSql(scope, (sql) =>
      openCase(sql, scope, { service: "repair", key, customerId, now: NOW }),
    ).then(({ caseId }) => caseId);
  const [waiting, underWay] = [await open("waiting"), await open("under-way")];
  await submitTask(
    scope,
    { personId: dana?.personId ?? "", roles: ["dispatcher"], dispatches: true },
    { caseId: underWay, taskNumber: 1, baseVersion: 1, key: "one", data: { area: "urban" }, now: later(1) },
  );
  const standsAt = () =>
    readTenant<{ id: string; release: number; step: string; due: Date | null }>(
      scope,
      "moving.cases",
      `SELECT id, release_number AS release, step_key AS step, next_due_at AS due FROM service_case
       WHERE tenant_id = $1 ORDER BY step_key DESC`,
      [scope.tenantId],
    );
  const before = await standsAt();
  expect(before.map(({ step }) => step)).toEqual(["dispatch", "arrive"]);

  // The next release has no step "arrive" any more, and gives dispatching ten minutes.
  const [dispatch, , repair, visit] = steps;
  await addServices(utility, {
    repair: {
      ...REPAIR,
      steps: [
        { ...dispatch, limits: [{ clock: "PT10M" }] },
        { ...repair, assignee: { role: "field-worker" } },
        visit,
      ],
      label: words("抢修"),
    } as ServiceInput,
  });
  expect(await standsAt()).toEqual(before);

  const rehearsal = await moveCases(scope, { rehearse: true, now: later(2) });
  expect(rehearsal).toMatchObject({ services: [{ service: "repair", movable: 1, blocked: 1 }], moved: 0 });
  expect(rehearsal.blocked.map(({ caseId, reason }) => [caseId, reason.en])).toEqual([
    [underWay, expect.stringContaining("arrive")],
  ]);
  expect(await standsAt()).toEqual(before);

  const done = await moveCases(scope, { rehearse: false, now: later(3) });
  expect(done).toMatchObject({ moved: 1, services: [{ movable: 1, blocked: 1 }] });
  const after = await standsAt();
  // What was promised stays: the time by which it is due.
  expect(after.map(({ due }) => due)).toEqual(before.map(({ due }) => due));
  expect(after.find(({ id }) => id === waiting)?.release).toBe(done.to);
  expect(after.find(({ id }) => id === underWay)?.release).toBe(before[1]?.release);
  // Again there is nothing to move.
  expect((await moveCases(scope, { rehearse: false, now: later(4) })).moved).toBe(0);
});
