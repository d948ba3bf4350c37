import type { DatasetName } from "#schema/blueprint/kpi/datasets.ts";

/**
 * The rows of each dataset as SQL: `$1` tenants, `$2` and `$3` the period in UTC instants, `$4` the zone. Beside the columns
 * of the dataset each row has `tenant`, `at` (its instant), `id` and `name` (for the list of rows). No column is ever null.
 * Answered by row-level security: what the scope may not read is not there.
 */
export const DATASET_SQL: Readonly<Record<DatasetName, string>> = {
  cases: `
    SELECT c.tenant_id AS tenant, c.opened_at AS at, c.id::text AS id, c.number AS name, c.service_key AS service, c.category, c.priority,
      coalesce(g.code, '–') AS "gridCell", c.state, c.state = 'completed' AS closed,
      (c.overdue_at IS NOT NULL OR (c.closed_at IS NULL AND c.due_at < $3::timestamptz)) AS overdue,
      coalesce(extract(epoch FROM c.closed_at - c.opened_at) / 60, 0)::double precision AS "minutesToClose",
      r.score IS NOT NULL AS rated, coalesce(r.score, 0)::double precision AS score
    FROM service_case c
    LEFT JOIN grid_cell g ON g.tenant_id = c.tenant_id AND g.id = c.grid_cell_id
    LEFT JOIN case_rating r ON r.tenant_id = c.tenant_id AND r.case_id = c.id
    WHERE c.tenant_id = ANY ($1::uuid[]) AND c.opened_at >= $2 AND c.opened_at < $3`,
  steps: `
    SELECT c.tenant_id AS tenant, c.opened_at AS at, t.id::text AS id, c.number AS name, c.service_key AS service, c.category, c.priority,
      coalesce(g.code, '–') AS "gridCell", t.step_key AS step, t.state = 'done' AS done, t.overdue_at IS NOT NULL AS overdue,
      coalesce(extract(epoch FROM t.left_at - t.entered_at) / 60, 0)::double precision AS "minutesInStep",
      coalesce(extract(epoch FROM t.left_at - c.opened_at) / 60, 0)::double precision AS "minutesFromOpening"
    FROM case_task t
    JOIN service_case c ON c.tenant_id = t.tenant_id AND c.id = t.case_id
    LEFT JOIN grid_cell g ON g.tenant_id = c.tenant_id AND g.id = c.grid_cell_id
    WHERE c.tenant_id = ANY ($1::uuid[]) AND c.opened_at >= $2 AND c.opened_at < $3`,
  bills: `
    SELECT b.tenant_id AS tenant, b.period_start::timestamp AT TIME ZONE $4 AS at, b.id::text AS id, b.number AS name,
      c.kind AS "customerKind", b.tariff_key AS tariff, b.total::double precision AS total, b.paid::double precision AS paid,
      b.paid >= b.total AS settled, b.estimated
    FROM bill b JOIN customer c ON c.tenant_id = b.tenant_id AND c.id = b.customer_id
    WHERE b.tenant_id = ANY ($1::uuid[]) AND b.state = 'posted'
      AND b.period_start >= ($2::timestamptz AT TIME ZONE $4)::date AND b.period_start < ($3::timestamptz AT TIME ZONE $4)::date`,
  payments: `
    SELECT p.tenant_id AS tenant, p.paid_at AS at, p.id::text AS id, p.transaction_number AS name, p.gateway, p.amount::double precision AS amount
    FROM payment p WHERE p.tenant_id = ANY ($1::uuid[]) AND p.paid_at >= $2 AND p.paid_at < $3`,
  reads: `
    SELECT i.tenant_id AS tenant, m.month AT TIME ZONE $4 AS at, i.id::text || to_char(m.month, '-YYYYMM') AS id, e.serial AS name, e.commodity,
      EXISTS (SELECT 1 FROM register r JOIN register_read v ON v.tenant_id = r.tenant_id AND v.register_id = r.id
        WHERE r.tenant_id = i.tenant_id AND r.meter_id = i.meter_id
          AND v.read_at >= m.month AT TIME ZONE $4 AND v.read_at < (m.month + interval '1 month') AT TIME ZONE $4) AS present
    FROM generate_series(date_trunc('month', $2::timestamptz AT TIME ZONE $4), ($3::timestamptz AT TIME ZONE $4) - interval '1 day',
      interval '1 month') AS m(month)
    JOIN meter_installation i ON i.tenant_id = ANY ($1::uuid[]) AND i.installed_at < m.month AT TIME ZONE $4
      AND (i.removed_at IS NULL OR i.removed_at >= (m.month + interval '1 month') AT TIME ZONE $4)
    JOIN meter e ON e.tenant_id = i.tenant_id AND e.id = i.meter_id`,
  messages: `
    SELECT m.tenant_id AS tenant, m.created_at AS at, m.id::text AS id, m.template_key AS name, m.channel, m.category,
      m.template_key AS template, m.state = 'delivered' AS delivered, coalesce(m.segments, 0)::double precision AS segments
    FROM message m WHERE m.tenant_id = ANY ($1::uuid[]) AND m.created_at >= $2 AND m.created_at < $3 AND m.state <> 'suppressed'`,
};
