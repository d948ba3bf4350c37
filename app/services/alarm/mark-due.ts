import type { TenantSql, TenantTx } from "#app/platform/database.ts";
import type { Events } from "#engines/kernel/events.ts";
import { DERIVED_METRICS } from "./derived-metrics.ts";
import { runSql } from "./run-sql.ts";

/**
 * Notes that something new is known of service points, from an instant each. Who judges takes the notes away in the same
 * transaction in which it writes what follows, so nothing that was told stays unjudged. Rows are taken in order of their
 * ids: two intakes never wait for each other.
 */
export async function markDue(
  sql: TenantSql,
  tenantId: string,
  fromMs: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  const ids = [...fromMs.keys()].sort();
  if (ids.length === 0) return;
  await sql.query(MARK, [tenantId, ids, ids.map((id) => new Date(fromMs.get(id) ?? 0)), now]);
}

/** The same for values of channels, where a rule looks at what follows from them. Returns how many points are due. */
export async function markReadsDue(
  tx: TenantTx | TenantSql,
  { channelIds, from }: Events["reads.changed"],
): Promise<number> {
  return runSql(tx, MARK_READS, [channelIds, from, JSON.stringify(DERIVED_METRICS)]);
}

/** After a change of rules: every service point that tells of a metric of a changed rule, from the change on. */
export async function markRulesDue(sql: TenantSql, tenantId: string): Promise<number> {
  const { rowCount } = await sql.query(MARK_RULES, [tenantId, JSON.stringify(DERIVED_METRICS)]);
  return rowCount;
}

const KEEP_EARLIER = `
  ON CONFLICT (tenant_id, service_point_id) DO UPDATE SET from_at = least(alarm_due.from_at, excluded.from_at)`;

const MARK = `
  INSERT INTO alarm_due (tenant_id, service_point_id, from_at, marked_at)
  SELECT $1::uuid, w.id, w.from_at, $4::timestamptz
  FROM unnest($2::uuid[], $3::timestamptz[]) AS w (id, from_at) ORDER BY w.id ${KEEP_EARLIER}`;

const MARK_READS = `
  INSERT INTO alarm_due (tenant_id, service_point_id, from_at, marked_at)
  SELECT c.tenant_id, c.service_point_id, min($2::date::timestamp AT TIME ZONE c.timezone), transaction_timestamp()
  FROM channel c JOIN jsonb_to_recordset($3::jsonb) AS d (unit text, metric text) ON d.unit = c.unit
  WHERE c.tenant_id = app.tenant() AND c.id = ANY ($1::uuid[])
    AND EXISTS (SELECT 1 FROM alarm_rule_period p WHERE p.tenant_id = app.tenant() AND d.metric = ANY (p.metrics))
  GROUP BY c.tenant_id, c.service_point_id ORDER BY c.service_point_id ${KEEP_EARLIER}`;

const MARK_RULES = `
  INSERT INTO alarm_due (tenant_id, service_point_id, from_at, marked_at)
  SELECT $1::uuid, s.id, (SELECT min(p.from_at) FROM alarm_rule_period p WHERE p.tenant_id = $1
      AND p.release_number = (SELECT release_number FROM release_current WHERE tenant_id = $1)), transaction_timestamp()
  FROM service_point s
  WHERE s.tenant_id = $1 AND EXISTS (
    SELECT 1 FROM alarm_rule_period p CROSS JOIN LATERAL unnest(p.metrics) AS m (metric)
    WHERE p.tenant_id = $1 AND p.release_number = (SELECT release_number FROM release_current WHERE tenant_id = $1)
      AND (EXISTS (SELECT 1 FROM device_sample d WHERE d.tenant_id = $1 AND d.service_point_id = s.id AND d.metric = m.metric)
        OR EXISTS (SELECT 1 FROM channel c JOIN jsonb_to_recordset($2::jsonb) AS x (unit text, metric text) ON x.unit = c.unit
          WHERE c.tenant_id = $1 AND c.service_point_id = s.id AND x.metric = m.metric)))
  ORDER BY s.id ${KEEP_EARLIER}`;
