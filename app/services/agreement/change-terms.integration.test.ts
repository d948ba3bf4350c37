import { afterAll, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { startBillRun } from "#app/services/bill-run/start-bill-run.ts";
import { workBillRun } from "#app/services/bill-run/work-bill-run.ts";
import type { TariffInput } from "#schema/blueprint/tariff/schema.ts";
import { testDatabase } from "#tests/database.ts";
import { addIndices, addRegister } from "#tests/fixtures/reads.ts";
import { addAgreement, makeUtility } from "#tests/fixtures/utility.ts";
import { changeTerms } from "./change-terms.ts";
import { showAgreement } from "./show-agreement.ts";
import { tryTerms } from "./try-terms.ts";

await testDatabase();
afterAll(closeDatabase);

const now = () => new Date("2026-11-05T00:00:00Z");
const label = { "zh-CN": "电价", en: "Flat" };
const flat: TariffInput = {
  label,
  utility: "power",
  currency: "CNY",
  charges: [{ type: "energy", code: "energy", label, price: "1" }],
};
const utility = await makeUtility({ slug: "terms", tariffs: { flat } });
const other = await makeUtility({ slug: "terms-other", tariffs: { flat } });
const agreement = await addAgreement(utility, { tariff: "flat", number: "1", startOn: "2026-09-01" });
const register = await addRegister(utility, agreement, "total");
await addIndices(utility, register, { "2026-09-01": "0", "2026-10-01": "300", "2026-11-01": "610" });
const { scope } = utility;
const { agreementId } = agreement;
const reason = "the workshop is let from the 16th";
// A mixed supply of which half is billed here, from the middle of October on.
const half = {
  quantityRules: [{ kind: "share", quantity: "energy", share: "0.5", from: "2026-10-16" }],
};

async function bill(period: string): Promise<string | undefined> {
  const { billRunId } = await startBillRun(scope, { period, inBackground: false, now: now() });
  await workBillRun(scope, billRunId, { now });
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<{ total: string }>(
      "SELECT total::text FROM bill WHERE tenant_id = $1 AND agreement_id = $2 AND period = $3 AND state = 'posted'",
      [scope.tenantId, agreementId, period],
    ),
  );
  return rows[0]?.total;
}

it("changes what the next bill follows, dated, and leaves the bills that stand", async () => {
  expect(await bill("2026-09")).toBe("300.00");
  const { version, billedTo } = await showAgreement(scope, agreementId);
  expect(billedTo).toBe("2026-10-01");
  await changeTerms(scope, { agreementId, terms: half, version, reason });
  // 310 kWh in October: 10 a day, 15 days whole and 16 days by half.
  expect(await bill("2026-10")).toBe("230.00");
});

it("says before what the last bill would be, and what no charge uses", async () => {
  const all = { quantityRules: [{ kind: "share", quantity: "energy", share: "0.25" }] };
  const tried = await tryTerms(scope, { agreementId, terms: all }, "en");
  expect(tried.bill).toMatchObject({ billed: "230.00", total: "77.50" });
  const misspelt = { quantityRules: [{ kind: "share", quantity: "engery", share: "0.25" }] };
  expect((await tryTerms(scope, { agreementId, terms: misspelt }, "en")).unused).toHaveLength(1);
  const wrong = { quantityRules: [{ kind: "share", quantity: "energy", share: "25" }] };
  const { problems, bill: none } = await tryTerms(scope, { agreementId, terms: wrong }, "en");
  expect(problems.map(({ path }) => path)).toEqual(["/quantityRules/0/share"]);
  expect(none).toBeNull();
});

it("refuses what was changed on other terms, and what is no terms, and keeps what was", async () => {
  const { version, terms } = await showAgreement(scope, agreementId);
  await expect(
    changeTerms(scope, { agreementId, terms: {}, version: "0".repeat(32), reason }),
  ).rejects.toMatchObject({ code: "TERMS_CHANGED_MEANWHILE" });
  await expect(
    changeTerms(scope, { agreementId, terms: { persons: "-2" }, version, reason }),
  ).rejects.toMatchObject({ code: "TERMS_REFUSED", where: { path: "persons" } });
  expect((await showAgreement(scope, agreementId)).terms).toEqual(terms);
});

it("is not another utility's to see or to change", async () => {
  const { version } = await showAgreement(scope, agreementId);
  await expect(showAgreement(other.scope, agreementId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(changeTerms(other.scope, { agreementId, terms: {}, version, reason })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

it("leaves before, after and reason in the audit trail", async () => {
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<{ before: { terms: unknown }; after: { terms: unknown; reason: string } }>(
      "SELECT before, after FROM audit_entry WHERE tenant_id = $1 AND noun = 'agreement' AND noun_id = $2 AND action = 'edit' AND after ? 'reason'",
      [scope.tenantId, agreementId],
    ),
  );
  expect(rows).toEqual([
    { before: { number: "A1", terms: {} }, after: { number: "A1", terms: half, reason } },
  ]);
});
