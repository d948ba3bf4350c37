import { afterAll, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { openCase } from "#app/services/case/open-case.ts";
import type { Item, JsonObject } from "#schema/blueprint/item.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import type { ServiceInput } from "#schema/blueprint/service/schema.ts";
import { testDatabase } from "#tests/database.ts";
import { addServices, addWorkers, REPAIR } from "#tests/fixtures/services.ts";
import { addAgreement, FLAT_TARIFF, makeUtility } from "#tests/fixtures/utility.ts";
import { currentRelease } from "../release.ts";
import { impactOf } from "./impact.ts";
import { problemsOfUse } from "./problems-of-use.ts";

await testDatabase();
afterAll(closeDatabase);

const NOW = new Date("2026-03-02T02:00:00Z");
const words = (text: string) => ({ "zh-CN": text, en: text });
const form = (...fields: string[]): Item => ({
  kind: "form",
  key: "report",
  content: {
    label: words("report"),
    fields: fields.map((id) => ({ id, type: "text", label: words(id) })),
  } as unknown as JsonObject,
});
const calendar: Item = {
  kind: "calendar",
  key: "office",
  content: {
    label: words("office"),
    base: "china",
    hours: [{ from: "08:30", to: "17:30" }],
  } as unknown as JsonObject,
};

it("C7: tells with live counts what a form, a service and a calendar touch, and which fields hold data", async () => {
  const utility = await makeUtility({ slug: "impact", tariffs: { flat: FLAT_TARIFF } });
  const repair = { ...REPAIR, form: "report", calendar: "office" } as ServiceInput;
  await addServices(utility, { repair, idle: repair }, [form("fault", "note"), calendar]);
  await addWorkers(utility, { dana: { role: "dispatcher" } });
  const { customerId } = await addAgreement(utility, { number: "1", tariff: "flat" });
  const { scope } = utility;
  for (const [key, data] of [
    ["one", { fault: "dark" }],
    ["two", {}],
  ] as const)
    await withTenantSql(scope, (sql) =>
      openCase(sql, scope, { service: "repair", key, customerId, data, now: NOW }),
    );
  const asked = ["form/report", "service/repair", "service/idle", "calendar/office", "tariff/flat"].map(
    (name) => {
      const [kind = "", key = ""] = name.split("/");
      return { kind, key };
    },
  );
  const told = (await impactOf(scope, asked)).map(({ item, count, words: said }) => [item, count, said.en]);
  expect(told).toEqual([
    ["calendar/office", 2, "2 open work orders count on this calendar"],
    ["form/report", 2, "2 open work orders use this form"],
    ["service/repair", 2, "2 open work orders are of this service and keep their release"],
    ["tariff/flat", 1, "1 agreement in force is billed by this tariff"],
  ]);

  // A field that is gone though an answer holds it is told; one that nobody filled in is not.
  const before = (await currentRelease(scope)).items;
  const after = before.map((item) =>
    item.kind === "form" ? { ...item, hash: "other", content: form("other").content } : item,
  );
  const problems = await problemsOfUse(scope, before, after, itemKinds);
  expect(problems.map(({ code, severity, message }) => [code, severity, message.en])).toEqual([
    ["FIELD_HELD", "warning", expect.stringContaining("fault")],
  ]);

  // Another utility's cases are none of it.
  const other = await makeUtility({ slug: "impact-other", tariffs: { flat: FLAT_TARIFF } });
  expect(await impactOf(other.scope, asked)).toEqual([]);
});
