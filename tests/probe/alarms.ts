import { withTenantSql } from "#app/platform/database.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import type { World } from "../world.ts";

// Known beforehand, because the probe asks for pages by their address.
export const ALARM_ID = "01900000-0000-7000-8000-0000000a1a01";
export const COMMAND_ID = "01900000-0000-7000-8000-0000000a1a02";

const RULE = {
  label: { "zh-CN": "测试", en: "Probe" },
  metrics: { voltage: { unit: "V" } },
  levels: [{ severity: "critical", raise: "voltage < 1.0", clear: "voltage > 2.0" }],
  message: { "zh-CN": "测试", en: "Probe" },
  cause: { "zh-CN": "测试", en: "Probe" },
  consequence: { "zh-CN": "测试", en: "Probe" },
  runbook: { "zh-CN": "测试", en: "Probe" },
  responseMinutes: 30,
};

/** A standing alarm at the customer `li` of the city, with what was told, what was judged and a command that waits. */
export async function addAlarmOfLi({ city, li }: World): Promise<void> {
  await withTenantSql(systemScope(city.id), async (sql) => {
    const insert = (text: string, ...values: unknown[]) => sql.query(text, [city.id, ...values]);
    await insert(
      `INSERT INTO blueprint_item (tenant_id, hash, kind, content, created_at)
       VALUES ($1, 'probe-alarm', 'alarm', $2, '2025-01-01') ON CONFLICT ON CONSTRAINT blueprint_item_pk DO NOTHING`,
      RULE,
    );
    await insert(
      `INSERT INTO alarm_rule_period (tenant_id, rule_key, from_at, release_number, item_hash, metrics)
       VALUES ($1, 'probe', '-infinity', 4711, 'probe-alarm', '{voltage}') ON CONFLICT DO NOTHING`,
    );
    await insert(
      `INSERT INTO device_sample (tenant_id, service_point_id, metric, measured_at, value, quality, received_at)
       VALUES ($1, $2, 'voltage', '2025-02-01', 0, 'valid', '2025-02-01')`,
      li.servicePointId,
    );
    await insert(
      `INSERT INTO alarm_watch (tenant_id, service_point_id, rule_key, checkpoints) VALUES ($1, $2, 'probe', '[]')`,
      li.servicePointId,
    );
    await insert(
      `INSERT INTO alarm_due (tenant_id, service_point_id, from_at, marked_at) VALUES ($1, $2, '2025-02-01', '2025-02-01')`,
      li.servicePointId,
    );
    await insert(
      `INSERT INTO alarm (tenant_id, id, service_point_id, rule_key, item_hash, release_number, label, message, state, severity,
         worst, rank, occurrence, quiet, raised_at, changed_at)
       VALUES ($1, $2, $3, 'probe', 'probe-alarm', 4711, $4, $4, 'unacknowledged', 'critical', 'critical', 4, 1, false, '2025-02-01', '2025-02-01')`,
      ALARM_ID,
      li.servicePointId,
      RULE.label,
    );
    await insert(
      `INSERT INTO alarm_transition (tenant_id, alarm_id, at, step, from_severity, to_severity, cause, known_at)
       VALUES ($1, $2, '2025-02-01', 0, 'normal', 'critical', '{"voltage": 0}', '2025-02-01')`,
      ALARM_ID,
    );
    await insert(
      `INSERT INTO alarm_journal (tenant_id, id, alarm_id, occurrence, at, entry, key, actor_kind, actor_name, detail)
       VALUES ($1, $2, $2, 1, '2025-02-01', 'raised', '1/raised', 'system', 'probe', '{}')`,
      ALARM_ID,
    );
    await insert(
      `INSERT INTO device_command (tenant_id, id, key, service_point_id, meter_id, alarm_id, command, sequence, reason, state,
         automatic, requested_by_name, created_at, expires_at, attempts)
       VALUES ($1, $2, 'probe', $3, $4, $5, 'shutValve', 1, 'probe', 'requested', false, 'probe', '2025-02-01', '2099-01-01', 0)`,
      COMMAND_ID,
      li.servicePointId,
      li.meterId,
      ALARM_ID,
    );
    await insert(
      `INSERT INTO device_command_step (tenant_id, command_id, step, at, state, detail)
       VALUES ($1, $2, 1, '2025-02-01', 'requested', '{}')`,
      COMMAND_ID,
    );
  });
}
