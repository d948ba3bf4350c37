import type { TenantSql } from "#app/platform/database.ts";
import type { Severity } from "#engines/metering/index.ts";
import type { DayKey } from "./day-inputs.ts";

/**
 * M27: brings the whole missing days of the channels up to date after days were added: the spans without any day between
 * two days that are there. A function of the set of days, so neither order nor repetition of what arrives matters.
 */
export async function keepGaps(
  sql: TenantSql,
  tenantId: string,
  severity: Severity,
  touched: readonly DayKey[],
): Promise<void> {
  const spans = new Map<string, { first: number; last: number }>();
  for (const { channelId, day } of touched) {
    const span = spans.get(channelId);
    spans.set(channelId, {
      first: Math.min(day, span?.first ?? day),
      last: Math.max(day, span?.last ?? day),
    });
  }
  const values = [
    tenantId,
    [...spans.keys()],
    [...spans.values()].map(({ first }) => first),
    [...spans.values()].map(({ last }) => last),
  ];
  await sql.query(CLEAR, values);
  await sql.query(FIND, [...values, severity]);
}

/** From the last day before what was touched to the first day after it: what lies between can be different now. */
const AROUND = `
  around AS MATERIALIZED (
    SELECT t.channel_id,
      coalesce((SELECT max(d.local_day) FROM day_row d
        WHERE d.tenant_id = $1 AND d.channel_id = t.channel_id AND d.local_day < DATE '1970-01-01' + t.first_day),
        DATE '1970-01-01' + t.first_day) AS low,
      coalesce((SELECT min(d.local_day) FROM day_row d
        WHERE d.tenant_id = $1 AND d.channel_id = t.channel_id AND d.local_day > DATE '1970-01-01' + t.last_day),
        DATE '1970-01-01' + t.last_day) AS high
    FROM unnest($2::uuid[], $3::integer[], $4::integer[]) AS t (channel_id, first_day, last_day)
  )`;

const CLEAR = `
  WITH ${AROUND}
  DELETE FROM read_gap g USING around a
  WHERE g.tenant_id = $1 AND g.channel_id = a.channel_id AND g.first_day > a.low AND g.last_day < a.high`;

const FIND = `
  WITH ${AROUND}
  INSERT INTO read_gap (tenant_id, channel_id, first_day, last_day, severity)
  SELECT $1::uuid, a.channel_id, between_days.local_day + 1, between_days.next_day - 1, $5
  FROM around a
  CROSS JOIN LATERAL (
    SELECT d.local_day, lead(d.local_day) OVER (ORDER BY d.local_day) AS next_day
    FROM day_row d
    WHERE d.tenant_id = $1 AND d.channel_id = a.channel_id AND d.local_day BETWEEN a.low AND a.high
  ) between_days
  WHERE between_days.next_day > between_days.local_day + 1
  ON CONFLICT (tenant_id, channel_id, first_day)
    DO UPDATE SET last_day = excluded.last_day, severity = excluded.severity`;
