import type { TenantSql } from "#app/platform/database.ts";
import type { Instant } from "#engines/alarms/index.ts";
import { derivedSamples } from "./derived-metrics.ts";

/**
 * What is known of service points after an instant each, by time: what devices told and what follows from interval
 * values. Of several values for one metric and instant the greatest stands (A2).
 */
export async function loadInstants(
  sql: TenantSql,
  tenantId: string,
  metrics: readonly string[],
  fromMs: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, readonly Instant[]>> {
  const ids = [...fromMs.keys()];
  const { rows } = await sql.query<{ id: string; metric: string; ms: number; value: number }>(SAMPLES, [
    tenantId,
    ids,
    ids.map((id) => dateOf(fromMs.get(id))),
    metrics,
  ]);
  const found = new Map<string, Map<number, Map<string, number>>>();
  const add = (id: string, timeMs: number, metric: string, value: number): void => {
    const instants = found.get(id) ?? new Map<number, Map<string, number>>();
    found.set(id, instants);
    const values = instants.get(timeMs) ?? new Map<string, number>();
    instants.set(timeMs, values);
    values.set(metric, Math.max(value, values.get(metric) ?? value));
  };
  for (const { id, metric, ms, value } of rows) add(id, ms, metric, value);
  for (const { servicePointId, metric, timeMs, value } of await derivedSamples(
    sql,
    tenantId,
    metrics,
    fromMs,
  ))
    add(servicePointId, timeMs, metric, value);
  return new Map(
    [...found].map(([id, instants]) => [
      id,
      [...instants].sort(([a], [b]) => a - b).map(([timeMs, values]): Instant => ({ timeMs, values })),
    ]),
  );
}

/** PostgreSQL's word for the beginning of time. */
const dateOf = (ms = Number.NEGATIVE_INFINITY): Date | string =>
  Number.isFinite(ms) ? new Date(ms) : "-infinity";

const SAMPLES = `
  SELECT s.service_point_id AS id, s.metric, (extract(epoch FROM s.measured_at) * 1000)::float8 AS ms, s.value
  FROM unnest($2::uuid[], $3::timestamptz[]) AS w (id, from_at)
  CROSS JOIN unnest($4::text[]) AS m (metric)
  JOIN device_sample s ON s.tenant_id = $1 AND s.service_point_id = w.id AND s.metric = m.metric AND s.measured_at > w.from_at
  WHERE s.quality <> 'invalid'`;
