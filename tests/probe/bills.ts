import { withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { insertRelease, keepItems } from "#app/services/blueprint/write-release.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { itemHash, releaseHash } from "#schema/blueprint/item-hash.ts";
import { FLAT_TARIFF } from "../fixtures/utility.ts";
import type { World } from "../world.ts";

// Known beforehand, because the probe asks for pages by their address.
export const BILL_ID = "01900000-0000-7000-8000-0000000b1110";
export const BILL_RUN_ID = "01900000-0000-7000-8000-0000000b1111";
export const INTENT_ID = "01900000-0000-7000-8000-0000000b1112";
export const SHADOW_RUN_ID = "01900000-0000-7000-8000-0000000b1114";
export const PROPOSAL_ID = "01900000-0000-7000-8000-0000000b1115";
export const MESSAGE_ID = "01900000-0000-7000-8000-0000000b1119";
export const RECEIPT_ID = "01900000-0000-7000-8000-0000000b1113";

const PUBLISHED = new Date("2025-01-01T00:00:00Z");
const TARIFF = { kind: "tariff", key: "probe", content: FLAT_TARIFF as unknown as JsonObject };
const TARIFF_HASH = itemHash(TARIFF);
const KPI = {
  kind: "kpi",
  key: "probe",
  content: {
    label: { "zh-CN": "测试", en: "Probe" },
    purpose: { "zh-CN": "测试", en: "Probe" },
    dataset: "bills",
    measure: { take: "count" },
    unit: "number",
    direction: "higher",
  },
};

/** A posted bill of the customer `li` of the city, the run that made it, an order to pay it and a receipt. */
export async function addBillOfLi({ city, li }: World): Promise<void> {
  const tenantId = city.id;
  await withTenantSql(systemScope(tenantId), async (sql) => {
    const insert = (text: string, ...values: unknown[]) => sql.query(text, [tenantId, ...values]);
    // Several tests of the probe share the city.
    const { rows } = await insert("SELECT 1 FROM release WHERE tenant_id = $1 AND number = 4711");
    if (rows.length === 0) {
      const items = [TARIFF, KPI].map((item) => ({ ...item, hash: itemHash(item), origin: "own" as const }));
      await keepItems(sql, tenantId, items, PUBLISHED);
      await insertRelease(
        sql,
        {
          tenantId,
          number: 4711,
          hash: releaseHash(items),
          parentNumber: null,
          note: "",
          publishedAt: PUBLISHED,
          publishedBy: null,
          approvedBy: null,
        },
        items,
      );
    }
    await insert(
      `INSERT INTO release_current (tenant_id, release_number, since) VALUES ($1, 4711, '2025-01-01')
       ON CONFLICT ON CONSTRAINT release_current_pk DO NOTHING`,
    );
    await insert(
      `INSERT INTO release_proposal (tenant_id, id, hash, base_number, items, proposed_by_name, proposed_at)
       VALUES ($1, $2, 'probe', 4711, $3, 'probe', '2025-01-02') ON CONFLICT ON CONSTRAINT release_proposal_pk DO NOTHING`,
      PROPOSAL_ID,
      JSON.stringify([{ kind: TARIFF.kind, key: TARIFF.key, hash: TARIFF_HASH }]),
    );
    await insert(
      `INSERT INTO bill_run (tenant_id, id, period, state, release_number, agreements, chunks, requested_by_name, started_at, finished_at)
       VALUES ($1, $2, '2025-01', 'done', 4711, 1, 0, 'probe', '2025-02-01', '2025-02-01')`,
      BILL_RUN_ID,
    );
    await insert(
      `INSERT INTO bill (tenant_id, id, number, bill_run_id, agreement_id, customer_id, service_point_id, period, period_start,
         period_end, state, currency, total, usage, usage_unit, closing, release_number, tariff_key, tariff_hash, quantities,
         estimated, due_on, created_at, posted_at)
       VALUES ($1, $2, '202501-probe-li', $3, $4, $5, $6, '2025-01', '2025-01-01', '2025-02-01', 'posted', 'CNY', 50, 100, 'kWh',
         '{}', 4711, 'probe', '${TARIFF_HASH}', '[]', false, '2025-02-20', '2025-02-01', '2025-02-01')`,
      BILL_ID,
      BILL_RUN_ID,
      li.agreementId,
      li.id,
      li.servicePointId,
    );
    await insert(
      `INSERT INTO payment_intent (tenant_id, id, order_number, customer_id, bill_id, amount, currency, gateway, state, created_at, expires_at)
       VALUES ($1, $2, 'Mprobe-li', $3, $4, 50, 'CNY', 'simulated', 'created', '2025-02-02', '2025-02-03')`,
      INTENT_ID,
      li.id,
      BILL_ID,
    );
    await insert(
      `INSERT INTO shadow_run (tenant_id, id, tariff_key, tariff_hash, content, live_keys, period_from, period_to, state,
         release_number, agreements, chunks, requested_by_name, started_at, finished_at)
       VALUES ($1, $2, 'draft', 'probe', '{"label":{"zh-CN":"草案","en":"Draft"}}', '{probe}', '2025-01', '2025-01', 'done', 4711, 1, 0,
         'probe', '2025-02-01', '2025-02-01')`,
      SHADOW_RUN_ID,
    );
    await insert(
      `INSERT INTO shadow_run_result (tenant_id, shadow_run_id, agreement_id, class, currency, usage, live, draft, bills)
       VALUES ($1, $2, $3, 'household', 'CNY', 100, 50, 60, 1)`,
      SHADOW_RUN_ID,
      li.agreementId,
    );
    await insert(
      `INSERT INTO message (tenant_id, id, key, channel, template_key, template_hash, release_number, category, locale, customer_id,
         subject, body, state, round, attempts, due_at, created_at, delivered_at)
       VALUES ($1, $2, 'probe', 'app', 'probe', '${TARIFF_HASH}', 4711, 'billing', 'zh-CN', $3, '账单', 'linzhou-li', 'delivered', 0, 0,
         '2025-02-01', '2025-02-01', '2025-02-01')`,
      MESSAGE_ID,
      li.id,
    );
    const paymentId = newId();
    await insert(
      `INSERT INTO payment (tenant_id, id, customer_id, payment_intent_id, amount, currency, gateway, transaction_number, paid_at, received_at)
       VALUES ($1, $2, $3, $4, 1, 'CNY', 'simulated', 'probe-li', '2025-02-02', '2025-02-02')`,
      paymentId,
      li.id,
      INTENT_ID,
    );
    await insert(
      `INSERT INTO receipt (tenant_id, id, number, payment_id, customer_id, content, issued_at)
       VALUES ($1, $2, 'Rprobe-li', $3, $4, $5, '2025-02-02')`,
      RECEIPT_ID,
      paymentId,
      li.id,
      JSON.stringify({
        utility: { "zh-CN": "测试", en: "Probe" },
        customerNumber: "linzhou-li",
        customerName: "li of linzhou",
        address: "probe",
        billNumber: "202501-probe-li",
        periodStart: "2025-01-01",
        periodEnd: "2025-02-01",
        amount: "1",
        currency: "CNY",
        gateway: "simulated",
        transactionNumber: "probe-li",
        paidAt: "2025-02-02T00:00:00Z",
        timezone: "Asia/Shanghai",
      }),
    );
  });
}
